/** A dialog of the browser for a passkey, or word to the passkey manager. */
export interface Dialog {
  readonly kind: 'create' | 'get' | 'forget';
  readonly options: PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions & { readonly credentialId?: string };
}

/**
 * The browser's passkeys in the page. They are made by software, and the person says yes or no to each dialog; or they are the browser's
 * own.
 */
export class PasskeysInPage {
  readonly dialogs: Dialog[] = [];
  /** How many dialogs are open. */
  open = 0;
  /** What the person does in the next dialogs. `wait`: nothing. */
  readonly person: Record<'create' | 'get', 'yes' | 'no' | 'wait'> = { create: 'yes', get: 'yes' };
  /** Whether the browser's own passkeys sign. */
  isReal = false;
  /** The id of the credential that software makes. */
  readonly id = 'Y29uZm9ybWFuY2UtcGFzc2tleQ';

  constructor() {
    if (!this.isHere) return;
    const { CredentialsContainer, PublicKeyCredential } = globalThis;
    const put = (target: object, name: string, value: unknown): void =>
      void Object.defineProperty(target, name, { configurable: true, writable: true, value });
    const { prototype } = CredentialsContainer;
    for (const kind of ['create', 'get'] as const) {
      const own = prototype[kind];
      const ask = (asked: { publicKey: Dialog['options']; signal?: AbortSignal }): Promise<Credential | null> => {
        const { publicKey, signal } = asked;
        this.dialogs.push({ kind, options: publicKey });
        return this.isReal ? own.call(globalThis.navigator.credentials, asked) : this.#ask(kind, publicKey, signal);
      };
      put(prototype, kind, ask);
    }
    const forget = PublicKeyCredential.signalUnknownCredential as typeof PublicKeyCredential.signalUnknownCredential | undefined;
    put(PublicKeyCredential, 'signalUnknownCredential', (options: Dialog['options'] & UnknownCredentialOptions) => {
      this.dialogs.push({ kind: 'forget', options });
      return this.isReal ? forget?.call(PublicKeyCredential, options) : Promise.resolve();
    });
  }

  /** Whether this browser has passkeys. */
  get isHere(): boolean {
    return 'PublicKeyCredential' in globalThis;
  }
  of(kind: Dialog['kind']): readonly Dialog['options'][] {
    return this.dialogs.filter((one) => one.kind === kind).map(({ options }) => options);
  }

  async #ask(kind: 'create' | 'get', options: Dialog['options'], signal?: AbortSignal): Promise<Credential> {
    const person = this.person[kind];
    this.open++;
    // A browser that wants a gesture refuses at once; a person takes longer.
    await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      if (person !== 'wait') setTimeout(resolve, person === 'no' ? 700 : 20);
    }).finally(() => this.open--);
    if (person === 'no') throw new DOMException('The person says no.', 'NotAllowedError');
    return kind === 'create' ? this.#make(options) : this.#sign(options);
  }

  #credential(response: object, type: 'Attestation' | 'Assertion', members: object): Credential {
    const rawId = Uint8Array.from(atob(this.id), (one) => one.charCodeAt(0)).buffer;
    const prototype = type === 'Attestation' ? AuthenticatorAttestationResponse : AuthenticatorAssertionResponse;
    const values = (object: object): PropertyDescriptorMap =>
      Object.fromEntries(Object.entries(object).map(([name, value]) => [name, { value: value as unknown }]));
    const full = Object.create(prototype.prototype, values({ ...response, ...members })) as object;
    const own = { id: this.id, rawId, type: 'public-key', response: full, getClientExtensionResults: () => ({}) };
    return Object.create(globalThis.PublicKeyCredential.prototype, values(own)) as Credential;
  }

  #clientData(type: string, challenge: BufferSource): ArrayBuffer {
    const bytes = new Uint8Array(challenge as ArrayBuffer);
    const text = btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
    return new TextEncoder().encode(`{"type":"webauthn.${type}","challenge":"${text}","origin":"${location.origin}"}`).buffer;
  }

  async #make({ challenge }: Dialog['options']): Promise<Credential> {
    const { publicKey } = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
    const spki = await globalThis.crypto.subtle.exportKey('spki', publicKey);
    return this.#credential({ clientDataJSON: this.#clientData('create', challenge) }, 'Attestation', {
      attestationObject: new ArrayBuffer(0),
      getPublicKey: () => spki,
      getPublicKeyAlgorithm: () => -7,
      getAuthenticatorData: () => new ArrayBuffer(37),
      getTransports: () => ['internal'],
    });
  }

  #sign({ challenge }: Dialog['options']): Credential {
    // A signature of the right form, DER of two numbers of 32 bytes: no verifier gets it.
    const number = [2, 32, ...Array<number>(32).fill(1)];
    const signature = Uint8Array.from([0x30, 68, ...number, ...number]).buffer;
    const authenticatorData = new ArrayBuffer(37);
    new Uint8Array(authenticatorData)[32] = 5;
    const clientDataJSON = this.#clientData('get', challenge);
    return this.#credential({ clientDataJSON }, 'Assertion', { authenticatorData, signature, userHandle: null });
  }
}

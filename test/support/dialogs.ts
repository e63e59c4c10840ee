/**
 * The browser's dialogs for passkeys, as a person answers them. To be imported before the library, which keeps the functions that it
 * finds when it loads.
 *
 * @module
 */
type Dialog = 'create' | 'get';
type Answer = () => Promise<Credential | null>;

/** The dialogs that were opened, in order. */
export const opened: Dialog[] = [];
/** The options that each of them had. */
export const asked: (CredentialCreationOptions & CredentialRequestOptions)[] = [];
/** The id of the passkey that was made last, which the person chooses wherever the browser lets them choose. */
let newest: BufferSource | undefined;
let answers: (((answer: Answer) => Promise<Credential | null>) | undefined)[] = [];

/**
 * Says how the next dialogs end, in order; one that is not named is agreed to.
 *
 * @param next called with what opens the real dialog; `undefined` agrees
 */
export const answerDialogs = (...next: typeof answers): void => {
  answers = next;
  opened.length = asked.length = 0;
};

const refuse = (name: string): Promise<never> => Promise.reject(new DOMException('refused by the test', name));
/** The person closes the dialog, after as long as a person takes. */
export const close = async (): Promise<never> => {
  await new Promise((resolve) => setTimeout(resolve, 600));
  return refuse('NotAllowedError');
};
/** The browser refuses at once, with an error of this name. */
export const fail =
  (name = 'NotAllowedError') =>
  (): Promise<never> =>
    refuse(name);

/** Whether this browser has passkeys. */
export const hasPasskeys = 'PublicKeyCredential' in globalThis;

if (hasPasskeys) {
  const { prototype } = CredentialsContainer;
  for (const dialog of ['create', 'get'] as const) {
    const real = prototype[dialog];
    prototype[dialog] = function (this: CredentialsContainer, options: object) {
      opened.push(dialog);
      asked.push(options);
      const { publicKey } = options as CredentialRequestOptions;
      const isChoice = dialog === 'get' && newest && !publicKey?.allowCredentials?.[0];
      const chosen = isChoice && { ...publicKey, allowCredentials: [{ type: 'public-key', id: newest }] };
      const open = async (): Promise<Credential | null> => {
        const answer = (await real.call(this, chosen ? { ...options, publicKey: chosen } : options)) as PublicKeyCredential;
        if (dialog === 'create') newest = answer.rawId;
        return answer;
      };
      return (answers.shift() ?? ((answer: Answer) => answer()))(open);
    };
  }
}

import { createPublicKey, verify } from 'node:crypto';
import {
  type Algorithm,
  type AnyClaims,
  type AnyJws,
  Customer,
  decodeText,
  encode,
  hashOfRecord,
  isCanonical,
} from './customer.js';
import { faultOfRecord } from './json.js';
import { PasskeyCustomer } from './passkey.js';
import { Broken, check, NotTried, type Trace } from './report.js';
import type { Came, VendorSite } from './site.js';

/** A relationship of a case: it follows the last record by itself. */
export class Related {
  constructor(
    readonly probe: VendorProbe,
    readonly customer: Customer,
    public last: string | undefined,
  ) {}

  /** Signs an act that follows the last record. */
  sign(act: string, body?: unknown, claims: object = {}): string {
    const agreement = act === 'intentcast' ? 'PDC-INTENT' : undefined;
    return this.customer.sign({ act, agreement, prev: this.last, body, ...claims });
  }

  /** Says an act that the vendor has to keep. @returns its hash */
  async say(act: string, body?: unknown, claims?: object): Promise<string> {
    if (act !== 'relate' && !this.probe.site.published.acts.includes(act))
      throw new NotTried(`The vendor does not take part in ${act}.`);
    const sent = this.sign(act, body, claims);
    await this.probe.accepts(sent);
    this.last = hashOfRecord(sent);
    return this.last;
  }
}

/** What a case speaks to a vendor by: it notes what is sent and what comes. */
export class VendorProbe implements Trace {
  readonly sent: string[] = [];
  readonly came: string[] = [];

  constructor(
    readonly site: VendorSite,
    readonly statusOf: (code: string) => number,
  ) {}

  customer(alg: Algorithm = 'ES256'): Customer {
    return this.#known(new Customer(this.site.origin, alg));
  }
  passkey(alg: Algorithm = 'ES256'): PasskeyCustomer {
    return this.#known(new PasskeyCustomer(this.site.origin, alg));
  }
  #known<C extends Customer>(customer: C): C {
    this.site.customers.set(customer.iss, customer);
    return customer;
  }

  /** The claims of a relate that the vendor accepts at once. @throws NotTried if there are none */
  get relate(): { act: string; agreement: string } {
    const { agreement } = this.site;
    if (agreement === undefined) throw new NotTried(`The vendor accepts no agreement at once: ${this.site.answered}.`);
    return { act: 'relate', agreement };
  }

  get(path: string, init: RequestInit = {}): Promise<Came> {
    return this.site.request(new URL(path, this.site.origin).href, init, this);
  }
  post(record: string | Uint8Array, headers?: Record<string, string>): Promise<Came> {
    return this.site.post(record, headers, this);
  }

  /** Posts a record that the vendor has to keep. @returns the record with both signatures */
  async accepts(sent: string): Promise<string> {
    const { status, json } = await this.post(sent);
    check(
      status === 200 && typeof json?.record === 'string',
      `A record that holds all rules was not kept: ${status} ${String(json?.code)}.`,
    );
    return json.record;
  }

  /** Posts a record that the vendor has to refuse. */
  async refuses(sent: string | Uint8Array, code: string, headers?: Record<string, string>): Promise<void> {
    this.isRefusal(await this.post(sent, headers), code);
  }

  isRefusal({ status, json }: Came, code: string): void {
    if (json?.refused !== true) throw new Broken(`It was answered by ${status}, not refused as ${code}.`);
    check(json.code === code, `It was refused as ${String(json.code)}, not as ${code}.`);
    const wanted = this.statusOf(code);
    check(status === wanted, `The refusal ${code} has the status ${status}, not ${wanted}.`);
    check(typeof json.message === 'string' && json.message !== '', 'The refusal has no message.');
  }

  /** Begins a relationship. */
  async begin(customer: Customer = this.customer(), body?: object): Promise<Related> {
    const sent = customer.sign({ ...this.relate, body });
    await this.accepts(sent);
    return new Related(this, customer, hashOfRecord(sent));
  }

  /** Asks for the records after `prev`. */
  async sync(customer: Customer, prev?: string): Promise<readonly string[]> {
    const { status, json } = await this.post(customer.sign({ act: 'sync', prev }));
    const records = json?.records;
    check(status === 200 && Array.isArray(records), `A sync was answered by ${status}, without records.`);
    check(
      records.every((one) => typeof one === 'string'),
      'A record of a sync is no text.',
    );
    return records;
  }

  /** Checks the vendor's signature of a record, and that a strict reader takes the record. @param index which signature */
  checkVendorSignature(record: string, index: number): void {
    check(!faultOfRecord(record), `No reader takes the record: ${faultOfRecord(record)}.`);
    const { payload, signatures } = JSON.parse(record) as AnyJws;
    const { protected: part, header, signature } = signatures[index] ?? {};
    check(typeof part === 'string' && typeof signature === 'string', `The record has no signature ${index + 1}.`);
    check(header === undefined, 'The vendor’s signature has an unprotected header.');
    check([part, signature].every(isCanonical), 'A part of the vendor’s signature is not canonical base64url.');
    const fault = faultOfRecord(decodeText(part));
    check(!fault, `No reader takes the vendor’s protected header: ${fault}.`);
    const { kid, alg, crit } = JSON.parse(decodeText(part)) as Record<string, unknown>;
    check(crit === undefined, 'The vendor’s signature has a crit.');
    const jwk = this.site.keys.find((one) => one.kid === kid);
    check(kid !== undefined && jwk, `The vendor signed by the key ${String(kid)}, which it does not publish.`);
    const kind = `${jwk['kty']} ${jwk['crv']}`;
    const isFitting = (alg === 'ES256' && kind === 'EC P-256') || (alg === 'EdDSA' && kind === 'OKP Ed25519');
    check(isFitting, `The vendor signed as ${String(alg)} by a key of ${kind}.`);
    const { use = 'sig', alg: own = alg, key_ops: operations = ['verify'] } = jwk as Record<string, unknown>;
    const isForIt = use === 'sig' && own === alg && Array.isArray(operations) && operations.includes('verify');
    check(isForIt, `No agent takes the vendor’s key: see its use, alg and key_ops in ${JSON.stringify(jwk)}.`);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const data = Buffer.from(`${part}.${String(payload)}`);
    const isValid = verify(
      alg === 'ES256' ? 'sha256' : null,
      data,
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    check(isValid, 'The vendor’s signature does not fit.');
  }
}

/** Reads the claims of a record. */
export const claimsIn = (record: string): AnyClaims =>
  JSON.parse(decodeText((JSON.parse(record) as { payload: string }).payload)) as AnyClaims;
/** A hash that no record has. */
export const NOWHERE = encode(Buffer.alloc(32, 7));

import type { Feeling } from '../contract/bodies.js';
import type { Problem } from '../contract/flow.js';
import { type Erasure, type PageReply, parseRecords } from '../contract/replies.js';
import type { Standing } from '../contract/standing.js';
import { writeCopy } from './copy.js';
import { findStanding } from './endpoint.js';
import { FlowSteps } from './flow-steps.js';
import { findPasskey, forgetPasskey, hasPasskeys, makePasskey, type Passkey, signWithPasskey } from './passkey.js';

/** An act that a person wants to sign, with their choices. */
export interface Wish {
  /** An act that a passkey can sign. */
  readonly act: string;
  readonly agreement?: string | undefined;
  readonly body?:
    { readonly reach?: string; readonly text?: string; readonly erase?: true; readonly feels?: Feeling } | undefined;
}

const REFUSED = 'NotAllowedError';
/** The problems that the browser's errors mean, by their names; `unavailable` all others. */
const PROBLEMS = new Map<unknown, Problem>([
  [REFUSED, 'cancelled'],
  ['AbortError', 'cancelled'],
  ['SecurityError', 'insecure'],
]);
const nameOf = (error: unknown): unknown => (Object(error) as Error).name;

/** The lock that lets one tab of a site sign at a time. */
const LOCK = 'relbutton';
/** A browser that wants a gesture refuses within this time, in milliseconds; a person takes longer to close a dialog. */
const AT_ONCE = 500;

/** The result of a try: a record was sent, or a step of the flow follows. */
type Next = 'sent' | 'unsigned' | 'unreached' | 'back';

/** The part of a flow in which a person signs with a passkey, in the browser's own dialogs (contract, "Signed by a passkey"). */
export abstract class SigningFlow extends FlowSteps {
  /** The person's relationship with this vendor, once it is found. */
  standing: Standing | undefined;
  /** Why the last try came to nothing. */
  problem: Problem | undefined;
  /** The wish that the person is signing with a passkey, or has signed last. */
  wish: Wish | undefined;
  readonly #ending = new AbortController();
  /** The passkey that this flow has made. */
  #made: Passkey | undefined;
  /** The id of a passkey that is part of no relationship, to be taken out. */
  #stray: string | undefined;

  /** Whether a passkey can sign here. */
  get canSign(): boolean {
    const { accepts, endpoint } = this.terms.told;
    return Boolean(hasPasskeys && endpoint && accepts[0]);
  }
  /** The vendor's answer to a `leave` that asks to erase. */
  get erasure(): Erasure | undefined {
    return this.reply?.erasure;
  }
  /** The JSON text of the vendor's answer to an `export`. */
  get data(): string | undefined {
    return this.reply?.data;
  }

  /** The person signs. Call it in that gesture. */
  sign(wish: Wish): void {
    if (!this.#begin('sign')) return;
    this.wish = wish;
    void this.#talk(async () => {
      const key = this.#made ?? (await this.#keyFor(wish.act));
      if (typeof key === 'string') return key;
      const record = await this.#signWith(key, wish);
      if (!record) return 'unsigned';
      const sending = this.propose(record);
      if (!sending) return 'back';
      this.#stray = undefined;
      await sending;
      return 'sent';
    });
  }

  /** The person has been here before, and shows a passkey. Call it in that gesture. */
  comeBack(): void {
    if (!this.#begin('find')) return;
    this.wish = undefined;
    void this.#talk(async () => {
      const found = await this.#find();
      return typeof found === 'string' ? found : 'back';
    });
  }

  /** Writes the person's copy: the record, or after an `export` all records, and the vendor's keys. Never rejects. */
  copy(): Promise<string> {
    const { data } = this;
    return writeCopy(this.terms.told, (data && parseRecords(data)?.records) || [this.record]);
  }

  /** Proposes a record to the vendor. @returns `undefined` if the flow has ended */
  protected abstract propose(record: string): Promise<unknown> | undefined;

  /** Tries again where the vendor was not reached before there was a record. */
  retry(): void {
    if (this.wish) this.sign(this.wish);
    else this.comeBack();
  }

  /** Hears the vendor's reply to a record of the passkey. */
  protected hear({ counter, refused, erasure }: PageReply): void {
    if (counter || refused) this.#stray = this.#made?.credential;
    if (erasure && 'erased' in erasure) this.#stray = this.standing?.credential;
    if (!counter) this.#drop();
  }

  /** Closes the browser's dialog, and takes out a passkey that is part of no relationship. */
  protected end(): void {
    this.#ending.abort();
    this.#drop();
  }

  #drop(): void {
    if (this.#stray) forgetPasskey(this.#stray);
    this.#stray = this.#made = undefined;
  }

  #begin(step: 'sign' | 'find'): boolean {
    // The flow of a record that an agent has signed goes on with that agent.
    return (!this.record || this.wish !== undefined) && this.enter(step);
  }

  /** Runs a try, one at a time in all tabs of this site; without the Web Locks API in this one. Then takes the step it leads to. */
  async #talk(run: () => Promise<Next>): Promise<void> {
    this.problem = undefined;
    let next: Next;
    try {
      const { locks } = globalThis.navigator;
      next = await (locks
        ? locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? run() : this.#stop('elsewhere')))
        : run());
    } catch (error) {
      next = this.#stop(PROBLEMS.get(nameOf(error)) ?? 'unavailable');
    }
    // After a counter the person is back there, with the passkey.
    const isCountered = this.reply?.counter;
    if (next === 'back' && !isCountered) this.#drop();
    if (next !== 'sent' && this.state === 'signing') this.enter(next === 'back' && isCountered ? 'counter' : next);
  }

  #stop(problem: Problem): Next {
    this.problem = problem;
    return 'back';
  }

  /** Finds the passkey for an act, or makes one for a new relationship. */
  async #keyFor(act: string): Promise<Passkey | Next> {
    const { customer, told } = this.terms;
    if (customer && !this.standing) {
      const known = await findStanding(told.endpoint as string, 'customer', customer);
      if (known === undefined) return 'unreached';
      this.standing = known ?? undefined;
    }
    if (act !== 'relate') return this.standing ?? this.#find();
    if (this.standing && this.standing.status !== 'ended') return this.standing;
    this.#made = await makePasskey(told.vendor.name, this.#ending.signal, (credential) => (this.#stray = credential));
    return this.#made;
  }

  async #find(): Promise<Passkey | Next> {
    const credential = await findPasskey(this.#ending.signal);
    const found = await findStanding(this.terms.told.endpoint as string, 'credential', credential);
    if (!found) return found === null ? this.#stop('unknown') : 'unreached';
    this.standing = found;
    return found;
  }

  /** @returns `undefined` if the browser wants a gesture of its own for this dialog, after another one */
  async #signWith(key: Passkey, { act, agreement, body }: Wish): Promise<string | undefined> {
    const { vendor, challenge } = this.terms.told;
    const statement = {
      aud: vendor.origin,
      act,
      agreement,
      prev: key === this.standing ? this.standing.prev : undefined,
      challenge,
      body: act === 'relate' ? { ...body, credential: key.credential } : body,
    };
    const isPressed = globalThis.navigator.userActivation?.isActive;
    const begun = Date.now();
    try {
      return await signWithPasskey(key, statement, this.#ending.signal);
    } catch (error) {
      if (nameOf(error) === REFUSED && !isPressed && Date.now() - begun < AT_ONCE) return undefined;
      throw error;
    }
  }
}

import { randomUUID } from 'node:crypto';
import { type AnyClaims, hashOfRecord, unixTime } from '../customer.js';
import { claimsIn } from '../probe.js';
import type { Reply, Request, Stage } from './stage.js';

/** A record that an agent has posted. */
export interface Posted {
  readonly record: string;
  readonly claims: AnyClaims;
  readonly request: Request;
}
const readClaims = (record: string): AnyClaims => {
  try {
    return claimsIn(record);
  } catch {
    return {};
  }
};
/** A refusal. */
export const refusal = (code: string, status = 400): Reply => ({ status, body: { refused: true, code, message: 'No.' } });

/** The agent may try again at once: the person has it do so, and nothing waits. */
export const NOW = { 'retry-after': '0' };
export const NOT_NOW: Reply = { ...refusal('unavailable', 503), headers: NOW };

/** The endpoint of a vendor that the kit plays: it keeps the records of one customer. */
export class Vendor {
  readonly #stage: Stage;
  /** The line of records that both sides hold. */
  line: readonly string[] = [];
  /** What was posted, oldest first. */
  readonly posted: Posted[] = [];
  /** What answered it, in the same order. */
  readonly replied: Reply[] = [];
  /** Answers in place of the usual answer; `undefined` leaves that. */
  answers: (posted: Posted) => Reply | undefined = () => undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
    stage.replies['/relbutton'] = (request) => this.#hear(request);
  }

  get last(): string | undefined {
    const record = this.line.at(-1);
    return record && hashOfRecord(record);
  }
  /** What was posted of these acts. */
  of(...acts: readonly string[]): readonly Posted[] {
    return this.posted.filter(({ claims }) => acts.includes(String(claims.act)));
  }
  /** Countersigns a record, and keeps it. */
  keep(record: string): string {
    const both = this.#stage.key.countersign(record);
    if (claimsIn(record).act !== 'leave') this.line = [...this.line, both];
    return both;
  }
  /** Makes a record of the vendor's own. @param claims changes to those of a `converse` that follows the last record */
  made(claims: object = {}, key = this.#stage.key): string {
    const iat = unixTime();
    const { iss: aud } = readClaims(this.line[0] ?? '');
    const usual = { iss: this.#stage.origin, aud, jti: randomUUID(), iat, exp: iat + 600, act: 'converse' };
    return key.signFirst({ ...usual, prev: this.last, body: { text: 'Good day' }, ...claims });
  }
  /** Says something: the agent gets it by `sync`. */
  say(claims?: object): string {
    const record = this.made(claims);
    this.line = [...this.line, record];
    return hashOfRecord(record);
  }

  #hear(request: Request): Reply | undefined {
    if (request.method !== 'POST') return undefined;
    const { body: record } = request;
    const posted = { record, claims: readClaims(record), request };
    this.posted.push(posted);
    const reply = this.answers(posted) ?? this.#usual(posted);
    this.replied.push(reply);
    return reply;
  }
  #usual({ record, claims: { act, prev } }: Posted): Reply {
    const known = this.line.find((one) => hashOfRecord(one) === hashOfRecord(record));
    if (act === 'sync' || act === 'export') return { body: { records: this.after(prev) } };
    if (act === 'leave' || known) return { body: { record: known ?? this.keep(record) } };
    return prev === this.last ? { body: { record: this.keep(record) } } : refusal('broken_chain');
  }
  /** The records after the one with this hash; all, if there is none. */
  after(prev: unknown): readonly string[] {
    return this.line.slice(this.line.findIndex((one) => hashOfRecord(one) === prev) + 1);
  }
}

/**
 * Calls the functions among the vendor's options. If one throws, times out or returns another form, the server has failed: the
 * customer gets `server_error`, and the operator the option's name and its fault.
 *
 * @module
 */
import { isAgreement } from '../contract/agreements.js';
import { type Erased, readErased } from '../contract/replies.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError } from '../records/errors.js';
import { inTime } from './in-time.js';
import type { Decision, VendorOptions } from './options.js';

type Given = Pick<VendorOptions, 'checkChallenge' | 'decide' | 'held' | 'erase'>;
/** The wrapped options: each returns in time and in its form, or rejects with `server_error`. */
export interface Hooks {
  readonly checkChallenge: ((...given: Parameters<NonNullable<Given['checkChallenge']>>) => Promise<boolean>) | undefined;
  readonly decide: ((...given: Parameters<NonNullable<Given['decide']>>) => Promise<Decision>) | undefined;
  readonly held: ((iss: string) => Promise<unknown>) | undefined;
  readonly erase: ((iss: string) => Promise<Erased>) | undefined;
}

/** Writes a value of the vendor's for an error. */
export const show = (value: unknown): string => {
  try {
    return writeJson(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

/** Returns whether a value is a `Decision`. A counter is any agreement of the roster. */
export const isDecision = (value: unknown): value is Decision => {
  if (typeof value === 'string') return ['accept', 'refuse', 'pending'].includes(value);
  const { counter } = (value ?? {}) as { counter?: unknown };
  return typeof counter === 'string' && isAgreement(counter);
};

/** Parsers of the options' results: each returns `undefined` for another form. */
const READERS = {
  checkChallenge: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
  decide: (value: unknown) => (isDecision(value) ? value : undefined),
  // Serialise here, so that getters, `toJSON`, cycles and BigInts fail here.
  // eslint-disable-next-line no-restricted-properties -- the vendor's own `toJSON` counts: dates have one
  held: (value: unknown) => JSON.parse(JSON.stringify(value) ?? '') as unknown,
  erase: readErased,
};
const FORMS: Readonly<Record<keyof Given, string>> = {
  checkChallenge: 'true or false',
  decide: "'accept', 'refuse', 'pending' or {counter}, an agreement",
  held: 'a value for JSON, null where nothing is held',
  erase: '{erased: true}, or {kept, why, until} of at most 500, 500 and 100 characters',
};

const failure = (name: string, message: string, cause?: unknown): RecordError =>
  new RecordError('server_error', { cause: new Error(`The option ${name} of createVendor ${message}`, { cause }) });

/** Wraps the options. @param limit the time limit of each call, in milliseconds */
export const createHooks = (given: Given, limit: number): Hooks => {
  const checked = <A extends unknown[], T>(
    name: keyof Given,
    hook: ((...parameters: A) => unknown) | undefined,
    read: (value: unknown) => T | undefined,
  ): ((...parameters: A) => Promise<T>) | undefined =>
    hook &&
    (async (...parameters) => {
      const late = (): Error => new Error(`it took longer than ${limit} ms`);
      const returned = await inTime(() => hook(...parameters), limit, late).catch((cause: unknown) => {
        throw failure(name, `failed: ${cause instanceof Error ? cause.message : show(cause)}`, cause);
      });
      let value: T | undefined;
      try {
        value = read(returned);
      } catch (cause) {
        throw failure(name, `returned ${show(returned)}. It has to return ${FORMS[name]}.`, cause);
      }
      if (value === undefined) throw failure(name, `returned ${show(returned)}. It has to return ${FORMS[name]}.`);
      return value;
    });
  const { checkChallenge, decide, held, erase } = given;
  return {
    checkChallenge: checked('checkChallenge', checkChallenge, READERS.checkChallenge),
    decide: checked('decide', decide, READERS.decide),
    held: checked('held', held, READERS.held),
    erase: checked('erase', erase, READERS.erase),
  };
};

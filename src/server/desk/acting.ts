/** Takes a form of the desk, and does its act. */
import { readLimited } from '../../contract/read-limited.js';
import { RecordError } from '../../records/errors.js';
import type { Vendor } from '../vendor.js';
import type { Fields } from './parts.js';
import { W } from './words.js';

/** A form that is not taken. `status` is the HTTP status of the answer. */
export class FormError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The longest form, in bytes: a text of 4,000 characters has up to 36,000 once it is encoded. */
const LONGEST = 60_000;
/** The time limit for a form to arrive, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Reads a posted form. With every POST a browser names the origin of the page that sent it, so that a page elsewhere can forge none.
 *
 * @param origin of the desk's pages
 * @returns the text of the form
 * @throws FormError
 */
export const readForm = async (request: Request, origin: string): Promise<string> => {
  const { headers } = request;
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  if (site !== 'same-origin' || headers.get('origin') !== origin) throw new FormError(403, W.elsewhere);
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get('content-type') ?? '')) throw new FormError(415, W.noForm);
  const signal = AbortSignal.timeout(PATIENCE);
  const text = await readLimited(new Response(request.body), LONGEST, signal).catch((error: unknown) => {
    // A body parser took the form before: the operator has to know.
    throw error instanceof RecordError ? error : new FormError(400, W.brokenForm);
  });
  if (text === undefined) throw new FormError(413, W.tooLongForm);
  return text;
};
/** Reads the fields of a form, with `\n` between the lines of a text. */
export const fieldsOf = (form: string): Fields =>
  Object.fromEntries(Array.from(new URLSearchParams(form), ([name, value]) => [name, value.replaceAll('\r\n', '\n')]));

type Act = (vendor: Vendor, iss: string, fields: Fields) => Promise<unknown>;
/** The acts of the desk: what each does with the fields of its form. */
const ACTS: Readonly<Record<string, Act>> = {
  accept: (vendor, iss) => vendor.decide(iss, 'accept'),
  refuse: (vendor, iss) => vendor.decide(iss, 'refuse'),
  converse: (vendor, iss, { text = '', re }) => vendor.converse(iss, text, re ? { re } : {}),
  receipt: (vendor, iss, { re = '', amount = '', currency = '', at = '' }) => vendor.receipt(iss, { re, amount, currency, at }),
  regard: (vendor, iss, { feels, note }) => vendor.regard(iss, feels as 'fair', note || undefined),
  pause: (vendor, iss, { reason }) => vendor.pause(iss, reason || undefined),
  resume: (vendor, iss, { reason }) => vendor.resume(iss, reason || undefined),
  leave: (vendor, iss) => vendor.leave(iss),
};

/** Does the act of a form. @throws FormError for an unknown act; RecordError as the vendor's own functions */
export const act = async (vendor: Vendor, iss: string, fields: Fields): Promise<void> => {
  const { act: name = '' } = fields;
  if (!Object.hasOwn(ACTS, name)) throw new FormError(400, W.noAct);
  await ACTS[name]?.(vendor, iss, fields);
};

/** The number of forms that are remembered. */
const REMEMBERED = 500;

/**
 * Does the work of a form once, however often the same form arrives: a double click sends it twice. Work that failed can be done again.
 *
 * @returns a function that does the work of a form, by a name that its session and text make
 */
export const onceEach = (): ((form: string, work: () => Promise<void>) => Promise<void>) => {
  const done = new Map<string, Promise<void>>();
  return async (form, work) => {
    const doing = done.get(form) ?? work();
    done.set(form, doing);
    for (const oldest of done.keys()) {
      if (done.size <= REMEMBERED) break;
      done.delete(oldest);
    }
    await doing.catch((error: unknown) => {
      done.delete(form);
      throw error;
    });
  };
};

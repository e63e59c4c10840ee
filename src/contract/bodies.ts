/**
 * The bodies of the acts (contract, "Records").
 *
 * @module
 */
import type { Act } from './acts.js';
import {
  copy,
  CREDENTIAL,
  type Field,
  HASH,
  isVisible,
  oneOf,
  type Pattern,
  plainText,
  type Reader,
  type Shape,
  text,
  type Value,
} from './fields.js';
import { endOf } from './times.js';

/** The currencies of ISO 4217 in which people pay, by code. */
export const CURRENCIES: readonly string[] = /* @__PURE__ */ (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE ' +
  'CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
  'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO ' +
  'NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
  'TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
).split(' ');

/** How often a pledge is paid. */
export const PERIODS = ['once', 'month', 'year'] as const;
/** How a side feels about what it gets from the relationship. */
export const FEELINGS = ['fair', 'unsure', 'unfair'] as const;
export type Feeling = (typeof FEELINGS)[number];

/** The codes of refusal for a field of a body. */
export type BodyFault = 'invalid_amount' | 'unknown_currency' | 'invalid_time' | 'unreadable_text';

/** Gives a field the code with which a record is refused whose value is not valid. */
const refusedAs = <F extends Pattern | Reader<unknown>>(code: BodyFault, field: F): F => Object.assign(field, { code });

/**
 * Characters that make a text read as another one: control characters except tab and line breaks, characters that override or isolate
 * a direction, and lone surrogates. The marks that Arabic, Hebrew, Persian and emoji need are none of them.
 */
const MISLEADING = /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u;
/** Returns whether a text can be shown to a person as it is. */
export const isReadable = (value: string): boolean => isVisible(value) && !MISLEADING.test(value);

/** A text that a person reads. @param maxLength in UTF-16 units */
const words = (maxLength: number): Reader<string> =>
  refusedAs(
    'unreadable_text',
    Object.assign(
      (value: unknown) => (typeof value === 'string' && value.length <= maxLength && isReadable(value) ? value : undefined),
      { maxLength },
    ),
  );

/** The fields of `body` in the record of each act. */
export const BODIES = /* @__PURE__ */ (() => {
  const reach = /^(mailto:|https:).{1,2048}$/;
  const hold = { 'reason?': plainText(500) };
  const money = {
    amount: refusedAs('invalid_amount', /^\d{1,12}(\.\d{1,4})?$/),
    currency: refusedAs('unknown_currency', oneOf(CURRENCIES)),
  };
  const time: Reader<string> = refusedAs(
    'invalid_time',
    Object.assign((value: unknown) => (typeof value === 'string' && endOf(value) !== undefined ? value : undefined), {
      maxLength: 35,
    }),
  );
  return {
    relate: { 'reach?': reach, 'credential?': CREDENTIAL },
    // Records of earlier versions can have any text of that length: `rules.ts` checks new ones.
    converse: { text: refusedAs('unreadable_text', text(4_000)), 're?': HASH, 'reach?': reach },
    intentcast: { need: words(4_000), 'budget?': money, 'by?': time, 'reach?': reach },
    pledge: { ...money, 'per?': oneOf(PERIODS), 'for?': words(500) },
    receipt: { re: HASH, ...money, at: time },
    share: { what: words(4_000), scope: words(200), purpose: words(500), until: time },
    revoke: { re: HASH },
    regard: { feels: oneOf(FEELINGS), 'note?': words(500) },
    pause: hold,
    resume: hold,
    export: {},
    leave: { 'erase?': true },
    sync: {},
  } as const;
})() satisfies Readonly<Record<Act, Shape>>;

/** The body of an act. */
export type Body<A extends Act = Act> = Value<(typeof BODIES)[A]>;

const faultIn = (shape: Shape, value: object): BodyFault | undefined => {
  for (const [key, field] of Object.entries<Field & { code?: BodyFault }>(shape)) {
    const name = key.replace('?', '');
    const item = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    if (item === undefined || copy({ [name]: field }, value)) continue;
    const isBody = typeof field === 'object' && !(field instanceof RegExp) && typeof item === 'object' && item !== null;
    const code = field.code ?? (isBody ? faultIn(field as Shape, item) : undefined);
    if (code) return code;
  }
  return undefined;
};

/**
 * Returns the code of the first field of a body that is not valid and has a code of its own.
 *
 * @param body any value
 */
export const bodyFault = (act: Act, body: unknown): BodyFault | undefined =>
  typeof body === 'object' && body !== null ? faultIn(BODIES[act], body) : undefined;

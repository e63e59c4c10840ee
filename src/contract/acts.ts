import { act as actField, plainText, type Shape, text } from './fields.js';
import type { Status } from './statuses.js';

/**
 * The acts of this version, in the order in which they are shown everywhere (contract, "Records").
 */
export const ACTS = ['relate', 'converse', 'pause', 'resume', 'export', 'leave', 'sync'] as const;
/** An act of this version. */
export type Act = (typeof ACTS)[number];

/** The acts that only ask: they are signed like all acts and answered at once, but not kept. */
export const QUESTIONS: readonly string[] = ['export', 'sync'];
/** The acts that a vendor can sign in a relationship that a customer began. */
export const VENDOR_ACTS: readonly string[] = ['converse', 'pause', 'resume', 'leave'];

/**
 * The acts that a passkey can sign. The page draws the words that its person sees, so these are acts that cannot be turned against the
 * person; every other act needs an agent (contract, "Signed by a passkey").
 */
export const PASSKEY_ACTS: readonly string[] = [
  'relate',
  'converse',
  'pause',
  'resume',
  'export',
  'leave',
  'sync',
] satisfies Act[];

/** The usual acts of a relationship, by its status; where there is none yet, or no more, `relate`. */
const FITTING: Partial<Record<Status, readonly Act[]>> = {
  related: ['converse', 'pause', 'export', 'leave'],
  paused: ['resume', 'export', 'leave'],
};

/**
 * Returns the acts that a press offers, in the order of `ACTS`: those named that fit the status. A vendor's own acts and `sync` fit
 * always, and `converse` unless the relationship is on hold. If none of them fits, the usual acts of that status count.
 *
 * @param named by the vendor; may be empty
 */
export const actsFor = (named: readonly string[], status: Status): string[] => {
  const usual: readonly string[] = FITTING[status] ?? ['relate'];
  const fitting = named.filter(
    (act) => usual.includes(act) || !isKnown(act) || act === 'sync' || (act === 'converse' && status !== 'paused'),
  );
  return inOrder(fitting[0] ? fitting : usual);
};

/** The id of a passkey's credential: base64url. */
export const CREDENTIAL = /^[\w-]{1,1400}$/;

/** The fields of `body` in the record of each act (contract, "Records"). */
export const BODIES = /* @__PURE__ */ (() => {
  const reach = /^(mailto:|https:).{1,2048}$/;
  const hold = { 'reason?': plainText(500) };
  return {
    relate: { 'reach?': reach, 'credential?': CREDENTIAL },
    converse: { text: text(4_000), 'reach?': reach },
    pause: hold,
    resume: hold,
    export: {},
    leave: { 'erase?': true },
    sync: {},
  } as const;
})() satisfies Readonly<Record<Act, Shape>>;

/** Returns whether an act is one of `ACTS`. */
export const isKnown = (act: string): act is Act => (ACTS as readonly string[]).includes(act);

/** Returns whether an act is one of `ACTS`, or a vendor's own in reverse-DNS form such as `com.example.loyalty`. */
export const isAct = (act: string): boolean => isKnown(act) || (act.includes('.') && actField.test(act));

/** Sorts acts in the order of `ACTS`. A vendor's own acts come last, in the order given. */
export const inOrder = (acts: readonly string[]): string[] => [
  ...ACTS.filter((act) => acts.includes(act)),
  ...acts.filter((act) => !isKnown(act)),
];

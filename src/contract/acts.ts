import { act as actField, plainText, type Shape, text } from './fields.js';

/** What a side can do, in the order in which acts are shown everywhere (contract, section 7). */
export const ACTS = ['relate', 'converse', 'pause', 'resume', 'export', 'leave', 'sync'] as const;
export type Act = (typeof ACTS)[number];

/** The acts that ask and change nothing: they are signed as all are, answered at once, and not kept. */
export const QUESTIONS: readonly string[] = ['export', 'sync'];
/** What a vendor can say in a relationship that a customer began. */
export const VENDOR_ACTS: readonly string[] = ['converse', 'pause', 'resume', 'leave'];

/**
 * What a passkey can sign. The page draws the words that its person sees, so these are acts that cannot be turned against the
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

/** The id of a passkey's credential: base64url. */
export const CREDENTIAL = /^[\w-]{1,1400}$/;

/** The body of each act's record. */
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

export const isKnown = (act: string): act is Act => (ACTS as readonly string[]).includes(act);

/** Whether it is an act this version knows, or in reverse-DNS form a vendor's own. */
export const isAct = (act: string): boolean => isKnown(act) || (act.includes('.') && actField.test(act));

/** Acts in the order of the contract, a vendor's own last and as they were. */
export const inOrder = (acts: readonly string[]): string[] => [
  ...ACTS.filter((act) => acts.includes(act)),
  ...acts.filter((act) => !isKnown(act)),
];

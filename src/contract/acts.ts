import { act as actField, type Shape } from './fields.js';

/** What a side can do, in the order in which acts are shown everywhere (contract, section 7). */
export const ACTS = ['relate'] as const;
export type Act = (typeof ACTS)[number];

/** The body of each act's record. */
export const BODIES = /* @__PURE__ */ (() => ({
  relate: { 'reach?': /^(mailto:|https:).{1,2048}$/ },
}))() satisfies Readonly<Record<Act, Shape>>;

export const isKnown = (act: string): act is Act => (ACTS as readonly string[]).includes(act);

/** Whether it is an act this version knows, or in reverse-DNS form a vendor's own. */
export const isAct = (act: string): boolean => isKnown(act) || (act.includes('.') && actField.test(act));

/** Acts in the order of the contract, a vendor's own last and as they were. */
export const inOrder = (acts: readonly string[]): string[] => [
  ...ACTS.filter((act) => acts.includes(act)),
  ...acts.filter((act) => !isKnown(act)),
];

import { act as actField } from './fields.js';
import type { Status } from './statuses.js';

/** The rule of an act: the side that can say it, and the statuses in which a press offers it. */
interface Rule {
  /** The side that signs it. */
  readonly from: 'customer' | 'vendor' | 'either';
  /** The statuses in which a press offers it without being named. */
  readonly fits: readonly Status[];
  /** The statuses in which a press offers it if the vendor names it; `true`: in all. Default: those of `fits`. */
  readonly named?: readonly Status[] | true;
  /** `true` if it can begin a relationship, under an agreement. */
  readonly begins?: true;
  /** `true` if a relationship on hold refuses it. */
  readonly waits?: true;
  /** `true` if it gives the other side something: it counts as shared in the balance. */
  readonly gives?: true;
  /** `true` if it only asks: it is signed like all acts and answered at once, but not kept. */
  readonly asks?: true;
  /** `true` if a passkey can sign it (contract, "Signed by a passkey"). */
  readonly passkey?: true;
}

const NEW = ['none', 'offered', 'asked'] as const;
const LIVE = ['related'] as const;
const KEPT = ['related', 'paused'] as const;

/**
 * The acts of this version, in the order in which they are shown everywhere, each with its rule (contract, "Records"). To add an act,
 * add a row here and its body in `bodies.ts`.
 *
 * The page draws the words that the person sees, so a passkey signs only acts that cannot be turned against the person.
 */
const RULES = {
  relate: { from: 'customer', fits: [...NEW, 'ended'], begins: true, passkey: true },
  converse: { from: 'either', fits: LIVE, named: [...NEW, ...LIVE], gives: true, waits: true, passkey: true },
  intentcast: { from: 'customer', fits: LIVE, named: [...NEW, ...LIVE], begins: true, gives: true, waits: true },
  pledge: { from: 'customer', fits: LIVE, gives: true, waits: true },
  receipt: { from: 'vendor', fits: [], gives: true },
  share: { from: 'customer', fits: LIVE, gives: true, waits: true },
  revoke: { from: 'customer', fits: [], named: KEPT },
  regard: { from: 'either', fits: LIVE, named: KEPT, gives: true, passkey: true },
  pause: { from: 'either', fits: LIVE, passkey: true },
  resume: { from: 'either', fits: ['paused'], passkey: true },
  export: { from: 'customer', fits: KEPT, asks: true, passkey: true },
  leave: { from: 'either', fits: KEPT, passkey: true },
  sync: { from: 'customer', fits: [], named: true, asks: true, passkey: true },
} as const satisfies Readonly<Record<string, Rule>>;

/** An act of this version. */
export type Act = keyof typeof RULES;
/** An act that a customer can sign. */
export type CustomerAct = { [A in Act]: (typeof RULES)[A]['from'] extends 'vendor' ? never : A }[Act];
/**
 * The acts of this version, in the order in which they are shown everywhere (contract, "Records").
 */
export const ACTS = Object.keys(RULES) as readonly Act[];

/** Returns the rule of an act; `undefined` for a vendor's own. */
export const ruleOf = (act: string): Rule | undefined => (Object.hasOwn(RULES, act) ? RULES[act as Act] : undefined);
/** Returns whether an act is one of `ACTS`. */
export const isKnown = (act: string): act is Act => ruleOf(act) !== undefined;

/**
 * Returns the acts that a press offers, in the order of `ACTS`: those named that fit the status. A vendor's own acts and `sync` fit
 * always. If none of them fits, the usual acts of that status count.
 *
 * @param named by the vendor; may be empty
 */
export const actsFor = (named: readonly string[], status: Status): string[] => {
  const fitting = named.filter((act) => {
    const { fits = [], named: also = !isKnown(act) } = ruleOf(act) ?? {};
    return also === true || (also || fits).includes(status);
  });
  return inOrder(fitting[0] ? fitting : ACTS.filter((act) => ruleOf(act)?.fits.includes(status)));
};

/** Returns whether an act is one of `ACTS`, or a vendor's own in reverse-DNS form such as `com.example.loyalty`. */
export const isAct = (act: string): boolean => isKnown(act) || (act.includes('.') && actField.test(act));

/** Sorts acts in the order of `ACTS`. A vendor's own acts come last, in the order given. */
export const inOrder = (acts: readonly string[]): string[] => [
  ...ACTS.filter((act) => acts.includes(act)),
  ...acts.filter((act) => !isKnown(act)),
];

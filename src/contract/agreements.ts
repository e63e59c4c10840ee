/**
 * The uses of a person's data that agreements permit (IEEE 7012-2025): delivery of a service and four uses beyond it, then three
 * contributions that a person makes.
 */
export const USES = ['service', 'analytics', 'tracking', 'profiling', 'sharing', 'intent', 'ai', 'good'] as const;
/** A use of a person's data. `sharing` means anonymised data, shared with third parties. */
export type Use = (typeof USES)[number];

/** The terms of an agreement. */
interface Agreement {
  /** The only uses that the vendor may make of the data. */
  readonly permits: readonly Use[];
  /** `true` if the vendor owes the person data portability. */
  readonly portability: boolean;
}

/** Returns an agreement on delivery of a service that permits every use of `USES` up to `last`. */
const delivery = (last: Use, portability = false): Agreement => ({ permits: USES.slice(0, USES.indexOf(last) + 1), portability });
const contribution = (use: Use): Agreement => ({ permits: [use], portability: false });

/**
 * The roster of standard-form agreements of IEEE 7012-2025, by id, with the uses that each permits.
 *
 * @see {@link https://myterms.info | The official texts}
 * @example
 * AGREEMENTS['SD-BASE-A-DP'].permits; // → ['service', 'analytics']
 * AGREEMENTS['SD-BASE-A-DP'].portability; // → true
 */
export const AGREEMENTS = {
  'SD-BASE': delivery('service'),
  'SD-BASE-DP': delivery('service', true),
  'SD-BASE-A': delivery('analytics'),
  'SD-BASE-A-DP': delivery('analytics', true),
  'SD-BASE-AT': delivery('tracking'),
  'SD-BASE-AT-DP': delivery('tracking', true),
  'SD-BASE-ATP': delivery('profiling'),
  'SD-BASE-ATP-DP': delivery('profiling', true),
  'SD-BASE-ATP-S3P': delivery('sharing'),
  'SD-BASE-ATP-S3P-DP': delivery('sharing', true),
  'PDC-INTENT': contribution('intent'),
  'PDC-AI': contribution('ai'),
  'PDC-GOOD': contribution('good'),
} as const satisfies Readonly<Record<string, Agreement>>;

/** The id of an agreement of the roster. */
export type AgreementId = keyof typeof AGREEMENTS;
/** The ids of the roster, in its order. */
export const AGREEMENT_IDS = Object.keys(AGREEMENTS) as readonly AgreementId[];

/** Returns whether an id is one of the roster. */
export const isAgreement = (id: string): id is AgreementId => (AGREEMENT_IDS as readonly string[]).includes(id);

/**
 * Returns the URL of the official text of an agreement. That text decides, not `AGREEMENTS`.
 *
 * @param id of the roster
 * @see IEEE 7012-2025
 * @example
 * agreementUrl('SD-BASE'); // → 'https://myterms.info/agreements/SD-BASE'
 */
export const agreementUrl = (id: AgreementId): string => `https://myterms.info/agreements/${id}`;

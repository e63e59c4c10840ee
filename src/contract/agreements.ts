/** What a person's data may be used for (IEEE 7012-2025): a service, what may come on top of it, and contributions. */
export const USES = ['service', 'analytics', 'tracking', 'profiling', 'sharing', 'intent', 'ai', 'good'] as const;
/** `sharing` is of anonymised data, with third parties. */
export type Use = (typeof USES)[number];

interface Agreement {
  /** What the vendor may use the data for, and nothing else. */
  readonly permits: readonly Use[];
  /** Whether the vendor owes data portability. */
  readonly portability: boolean;
}

/** Delivery of a service, with every further use up to the last that is permitted. */
const delivery = (last: Use, portability = false): Agreement => ({ permits: USES.slice(0, USES.indexOf(last) + 1), portability });
const contribution = (use: Use): Agreement => ({ permits: [use], portability: false });

/** The roster of standard-form agreements of IEEE 7012-2025. */
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

export type AgreementId = keyof typeof AGREEMENTS;
export const AGREEMENT_IDS = Object.keys(AGREEMENTS) as readonly AgreementId[];

export const isAgreement = (id: string): id is AgreementId => (AGREEMENT_IDS as readonly string[]).includes(id);

/** Where the official text of an agreement stands; that text decides. */
export const agreementUrl = (id: AgreementId): string => `https://myterms.info/agreements/${id}`;

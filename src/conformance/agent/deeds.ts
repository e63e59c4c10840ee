/** The steps that the kit asks of an agent's person. */

/** The browser that the kit has opened, and its page with the hosts: puppeteer's `Browser` and `Page`. */
export interface OpenedBrowser {
  readonly browser: object;
  readonly page: object;
}

/** The steps. The last six are taken in the agent's own window or command, with no page of the vendor open. */
export const DEEDS = ['open', 'press', 'yes', 'no', 'relate', 'refuse', 'pause', 'leave', 'sync', 'link'] as const;
export interface Deed {
  /**
   * `open` the address in a browser, `press` the page's button, say `yes` or `no` in the agent's own window; in the agent's own place, with no
   * page of the vendor: `relate` with the vendor, prepare that and `refuse` it, `pause`, `leave`, `sync`, or follow a `link`.
   */
  readonly do: (typeof DEEDS)[number];
  /** The same in a sentence. */
  readonly says: string;
  /** The vendor's origin, which the page of the case has. */
  readonly origin: string;
  /** The `web+rel:` link to follow. */
  readonly link?: string;
}
/** The steps without a page of the vendor, as sentences; the vendor's origin follows each. */
export const WITHOUT_PAGE = {
  relate: 'propose to relate, and say yes, with',
  refuse: 'prepare to relate, and say no, with',
  pause: 'pause the relationship, and say yes, with',
  leave: 'leave, ask to erase, and say yes, with',
  sync: 'sync, or ask for news, with',
  link: 'follow this link, and say yes, if the agent asks:',
};
/** The way in which the agent meets hosts; one at the `endpoint` alone meets none. */
export type AgentKind = 'in-page' | 'web' | 'extension' | 'endpoint';

export interface Play {
  readonly kind: AgentKind;
  /** The origin of a web agent. */
  readonly webAgent: string | undefined;
  /** Does what the person has to do. `false`: the agent has no way to do it. */
  readonly onask: (deed: Deed) => Promise<unknown>;
  /** The longest wait for the person, in milliseconds. */
  readonly patience: number;
  /** The steps that this agent has no way to take. */
  readonly lacks: Set<Deed['do']>;
}

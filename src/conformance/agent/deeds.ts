/** What the person of an agent does for the kit. */

/** The browser that the kit has opened, and its page with the hosts: puppeteer's `Browser` and `Page`. */
export interface OpenedBrowser {
  readonly browser: object;
  readonly page: object;
}

/** What the person does. The last five need no page: the agent has a place of its own for them. */
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
/** What the person does with no page of the vendor, in words that its origin ends. */
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
  /** What the agent turned out to have no way to do. */
  readonly lacks: Set<Deed['do']>;
}

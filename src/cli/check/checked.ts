import type { policiesOf } from './csp.js';
import type { Fetched } from './fetching.js';
import type { Findings } from './findings.js';
import type { Token } from './html.js';

/** A start tag of a page. */
export interface Tag {
  readonly token: Token;
  /** Returns an attribute; `undefined` if there is none. */
  get(name: string): string | undefined;
  /** Returns the address in an attribute; `undefined` if there is none. */
  url(name: string): URL | undefined;
}

/** A page that is checked. */
export interface Checked {
  readonly page: Fetched;
  readonly tokens: readonly Token[];
  readonly policies: ReturnType<typeof policiesOf>;
  readonly findings: Findings;
  /** Returns the start tags of these names. */
  tags(...names: string[]): readonly Tag[];
}

/** A start tag, an end tag, or text of a page. */
export interface Token {
  readonly type: 'start' | 'end' | 'text';
  /** The name in lower case; of a text, the text itself. */
  readonly value: string;
  /** By name in lower case. Of a name that stands twice, the first counts. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Elements whose content is text for a browser with script (WHATWG HTML, section 13.2.5), and templates, which are not rendered. */
const AS_TEXT = /^(script|style|textarea|title|noscript|noembed|noframes|iframe|xmp|template)$/;

const ATTRIBUTE = /([^\s"'<>/=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/g;
/**
 * A tag, with any `>` inside its quoted values; a comment; or another declaration. A name ends before the next tag or value: on a page of
 * names without an end, a scan would take a time that grows by the square of its length.
 */
const MARKUP = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][^\s/<>"']*)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*)>|<[!?/][^>]*(?:>|$)/gi;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal?: string, hex?: string, name = '') => {
    if (name) return NAMED[(name as string).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : parseInt(hex as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const attributesOf = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, decode(double ?? single ?? bare ?? ''));
  }
  return found;
};

/** Reads the tags and texts of a page, as far as they concern a check. It does not repair wrong nesting. */
export const tokensOf = (page: string): readonly Token[] => {
  const tokens: Token[] = [];
  const none = new Map<string, string>();
  const text = (from: number, to: number): void => {
    const value = page.slice(from, to);
    if (value.trim()) tokens.push({ type: 'text', value: decode(value), attributes: none });
  };
  const scan = new RegExp(MARKUP);
  let end = 0;
  for (let match = scan.exec(page); match; match = scan.exec(page)) {
    text(end, match.index);
    end = scan.lastIndex;
    const [, slash, written, rest = ''] = match;
    if (written === undefined) continue;
    const name = written.toLowerCase();
    tokens.push({ type: slash ? 'end' : 'start', value: name, attributes: slash ? none : attributesOf(rest) });
    // The content of a declarative shadow root is rendered.
    if (slash || !AS_TEXT.test(name) || (name === 'template' && /\sshadowrootmode\s*=/i.test(rest))) continue;
    const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
    close.lastIndex = end;
    scan.lastIndex = end = close.exec(page)?.index ?? page.length;
  }
  text(end, page.length);
  return tokens;
};

/** Returns the start tags of these names. */
export const tagsOf = (tokens: readonly Token[], ...names: string[]): readonly Token[] =>
  tokens.filter(({ type, value }) => type === 'start' && names.includes(value));

/** Returns what stands inside of an element: up to its end tag, or to the end of the page. */
export const contentOf = (tokens: readonly Token[], element: Token): readonly Token[] => {
  const from = tokens.indexOf(element) + 1;
  let depth = 1;
  for (let i = from; i < tokens.length; i++) {
    const { type, value } = tokens[i] as Token;
    if (value === element.value && type !== 'text') depth += type === 'start' ? 1 : -1;
    if (depth === 0) return tokens.slice(from, i);
  }
  return tokens.slice(from);
};

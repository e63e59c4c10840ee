/** The directives of a Content-Security-Policy, by name. */
type Policy = ReadonlyMap<string, readonly string[]>;

/** Reads the policies of a header, several of them after commas (CSP Level 3, section 2.2). Each of them has to allow what is loaded. */
export const policiesOf = (texts: readonly string[]): readonly Policy[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const directives = new Map<string, readonly string[]>();
      for (const directive of text.split(';')) {
        const [name = '', ...values] = directive.trim().split(/\s+/);
        if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values);
      }
      return directives;
    })
    .filter((policy) => policy.size > 0);

/** Something that a page loads. */
export interface Loaded {
  readonly url: URL;
  readonly nonce?: string | undefined;
  readonly integrity?: string | undefined;
}

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');

/** Returns whether a source such as `https://*.example:443/js/` names an address. */
const matchesHost = (source: string, url: URL, page: URL): boolean => {
  const [, scheme, host = '', port, path] = /^(?:([a-z][\w+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source) ?? [];
  if (!host) return false;
  const wanted = `${scheme ?? page.protocol.slice(0, -1)}:`.toLowerCase();
  if (url.protocol !== wanted && !(wanted === 'http:' && url.protocol === 'https:')) return false;
  const name = host.toLowerCase();
  const isHost = name.startsWith('*.') ? url.hostname.endsWith(name.slice(1)) : name === '*' || name === url.hostname;
  const isPort = port === '*' || (port ?? portOf(new URL(`${url.protocol}//x`))) === portOf(url);
  const isPath = path === undefined || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
  return isHost && isPort && isPath;
};

const allowedBy = (sources: readonly string[], { url, nonce, integrity }: Loaded, page: URL): boolean => {
  const isTrusted = sources.some(
    (source) =>
      (nonce && source === `'nonce-${nonce}'`) || (integrity ?? '').split(/\s+/).some((hash) => hash && source === `'${hash}'`),
  );
  // With 'strict-dynamic' hosts do not count.
  if (isTrusted || sources.includes("'strict-dynamic'")) return isTrusted;
  return sources.some((source) => {
    if (source.toLowerCase() === "'self'") return url.origin === page.origin;
    if (source === '*') return /^https?:$/.test(url.protocol);
    if (/^[a-z][\w+.-]*:$/i.test(source)) return url.protocol === source.toLowerCase();
    return matchesHost(source, url, page);
  });
};

/**
 * Returns the directive that forbids to load something.
 *
 * @param names of the directives, the first that is there counts
 */
export const forbids = (policies: readonly Policy[], names: readonly string[], loaded: Loaded, page: URL): string | undefined => {
  for (const policy of policies) {
    const name = names.find((each) => policy.has(each));
    if (name !== undefined && !allowedBy(policy.get(name) ?? [], loaded, page)) return `${name} ${policy.get(name)?.join(' ')}`;
  }
  return undefined;
};

/** Returns whether lit may render: its templates are a policy of Trusted Types. */
export const allowsLit = (policies: readonly Policy[]): boolean =>
  policies.every((policy) => policy.get('trusted-types')?.some((name) => name === '*' || name === 'lit-html') ?? true);

/** Returns what a sandbox lacks that the button needs. */
export const lacksInSandbox = (policies: readonly Policy[]): readonly string[] =>
  policies.flatMap((policy) => {
    const sandbox = policy.get('sandbox');
    return sandbox ? ['allow-scripts', 'allow-same-origin', 'allow-popups'].filter((flag) => !sandbox.includes(flag)) : [];
  });

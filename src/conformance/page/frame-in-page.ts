/** Where a frame of the page stands. */
export type FramePlace = 'elsewhere' | 'sandboxed' | 'insecure';
/** What the kit sees in a frame. */
export interface FrameReport {
  /** Whether the host's script has run. */
  readonly isDefined: boolean;
  /** Whether the link in the host shows. */
  readonly isLink: boolean;
  readonly warnings: readonly string[];
}

/** Reports from a frame to its parent what a host does there. Its text is run before any script of the page. */
export const watchFrame = (): void => {
  const [tag = '', place] = window.name.split(' ');
  if (!['elsewhere', 'sandboxed', 'insecure'].includes(place ?? '')) return;
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (...given) => {
    warnings.push(given.map(String).join(' '));
    warn.apply(console, given);
  };
  // Browsers leave these out of insecure pages.
  const without = { isSecureContext: false, caches: undefined, cookieStore: undefined };
  if (place === 'insecure')
    for (const [member, value] of Object.entries(without)) Object.defineProperty(window, member, { configurable: true, value });
  const report = (): void => {
    const link = document.querySelector(`${tag} a[href]`);
    const isLink = Boolean(link?.checkVisibility() && link.getClientRects().length);
    globalThis.parent.postMessage({ isDefined: Boolean(globalThis.customElements.get(tag)), isLink, warnings }, '*');
  };
  window.addEventListener('load', () => setTimeout(report, 50));
};

/** Opens a frame in the page. @returns its report; `null` if none comes within 10 s */
export const openFrame = (given: {
  readonly name: string;
  readonly url: string;
  readonly isSandboxed: boolean;
}): Promise<FrameReport | null> => {
  const frame = document.createElement('iframe');
  frame.name = given.name;
  if (given.isSandboxed) frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = given.url;
  return new Promise((resolve) => {
    window.addEventListener('message', ({ source, data }) => source === frame.contentWindow && resolve(data as FrameReport));
    setTimeout(resolve, 10_000, null);
    document.body.append(frame);
  });
};

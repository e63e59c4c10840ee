/** The vendor's own markup inside a `<rel-button>`: read, never moved, and not rendered once the button works. */
export interface Links {
  /** Where the vendor's page leads whoever has no script: the first child link. */
  readonly link: HTMLAnchorElement | null;
  /** The first further child link that starts a mail. */
  readonly mail: HTMLAnchorElement | null;
}

export const linksOf = (element: Element): Links => ({
  link: element.querySelector(':scope > a[href]'),
  mail: element.querySelector(':scope > a[href] ~ a[href^="mailto:"]'),
});

/** Returns whether a page of an origin can have a working relbutton: over https, or on localhost. An opaque origin cannot. */
export const isVendor = (origin: string): boolean => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * Reads a vendor's address, as a person types it or a link has it: `shop.example`, `https://shop.example/any/page`, `localhost:8080`.
 *
 * @returns its origin, without the rest of the address; `undefined` if it is over neither https nor http on localhost, or has a user
 * name, which can be mistaken for the host
 */
export const vendorOrigin = (address: string): string | undefined => {
  const typed = address.trim();
  const full = SCHEME.test(typed) ? typed : `${/^localhost\b/i.test(typed) ? 'http' : 'https'}://${typed}`;
  // A parser takes the first part of a path for the host.
  if (/^[/\\]/.test(typed) || !URL.canParse(full)) return undefined;
  const { origin, host, username, password } = new URL(full);
  // Chromium turns a space in a host into %20.
  return isVendor(origin) && !username && !password && !host.includes('%') ? origin : undefined;
};

import type { Vendor } from '../../src/server/vendor.js';

const { fetch: realFetch } = globalThis;

/** Puts a vendor behind the page's `fetch`, at the addresses of its server, since stories have none. @returns a function that ends it */
export const serveVendor = (open: () => Promise<Vendor>): (() => void) => {
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const isOurs = /^\/(relbutton$|\.well-known\/)/.test(new URL(request.url).pathname);
    return (isOurs && (await (await open()).handler(request))) || realFetch(input, init);
  };
  return () => {
    globalThis.fetch = realFetch;
  };
};

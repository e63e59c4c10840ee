/** The browser's interface to extensions, with promises in Chromium and in Firefox. */
export const api = globalThis.browser ?? globalThis.chrome;

/**
 * Runs code of the test in Firefox's own windows, by WebDriver BiDi. The browser needs `--remote-allow-system-access`.
 *
 * @param page a page of puppeteer's
 * @param run a function that returns a value for JSON. It has the privileges of the browser's own code
 * @returns {Promise<unknown[]>} what it returned, for each window
 */
export const runInFirefox = async (page, run, ...parameters) => {
  const { session } = page.mainFrame().browsingContext.userContext.browser;
  const { result: tree } = await session.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const returned = [];
  for (const { context, url } of tree.contexts) {
    if (!url.endsWith('/browser.xhtml')) continue;
    const { result } = await session.send('script.evaluate', {
      expression: `JSON.stringify((${run})(...${JSON.stringify(parameters)}) ?? null)`,
      target: { context },
      awaitPromise: false,
    });
    if (result.type !== 'success') throw new Error(result.exceptionDetails.text);
    returned.push(JSON.parse(result.result.value));
  }
  return returned;
};

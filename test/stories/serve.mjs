/** The built Storybook at an origin of its own, and pages of it in Chromium. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { openChromium } from '../e2e/driver.mjs';

const folder = new URL('../../storybook-static/', import.meta.url);

export const openStorybook = async () => {
  // `index.json` comes before what may fail.
  if (!existsSync(new URL('iframe.html', folder))) throw new Error('Storybook is not built: npm run build-storybook');
  const server = createServer(sirv(fileURLToPath(folder))).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://localhost:${server.address().port}`;
  const browser = await openChromium();
  const { entries } = await (await fetch(`${origin}/index.json`)).json();
  return {
    origin,
    entries: Object.values(entries),

    /**
     * Opens a page, and notes what goes wrong in it: errors on the console or uncaught, and requests off the origin.
     *
     * @param path in Storybook
     * @returns puppeteer's page, what went wrong so far, and how to click as a person does
     */
    async open(path) {
      const driven = await browser.newPage();
      const { page } = driven;
      const wrong = [];
      page.on('console', (message) => {
        if (message.type() === 'error') wrong.push(message.text());
      });
      page.on('pageerror', (error) => wrong.push(error.stack ?? error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) wrong.push(`request of ${request.url()}`);
      });
      await page.goto(`${origin}/${path}`);
      return { page, wrong, click: driven.click.bind(driven) };
    },

    /**
     * Opens a story by itself, and waits until it is rendered.
     *
     * @param globals what the toolbars say
     */
    async openStory(id, globals = {}) {
      // Storybook's own run of axe would be in the way of the test's.
      const said = Object.entries({ ...globals, 'a11y.manual': '!true' }).map(([name, value]) => `${name}:${value}`);
      const opened = await this.open(`iframe.html?id=${id}&viewMode=story&globals=${said.join(';')}`);
      await opened.page.waitForSelector('body.sb-show-main #storybook-root > *, body.sb-show-errordisplay', { timeout: 60_000 });
      const error = await opened.page.$eval('body', (body) =>
        body.matches('.sb-show-errordisplay') ? body.querySelector('#error-message').textContent : '',
      );
      if (error) opened.wrong.push(error);
      return opened;
    },

    async close() {
      await browser.close();
      server.close().closeAllConnections();
    },
  };
};

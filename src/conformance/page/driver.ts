import type { Page } from 'puppeteer-core';
import type { Engine } from '../engines.js';
import { launch } from '../launch.js';

/** The authenticator of a page, which keeps passkeys. Its person agrees to each dialog. */
export interface PageAuthenticator {
  /** Returns the ids of the passkeys that it keeps, in base64url. */
  credentials(): Promise<readonly string[]>;
  /** Takes it from the page, with its passkeys. */
  remove(): Promise<unknown>;
}

/** A page of a browser, as the kit drives it. */
export interface PageDriver {
  /** Runs a script in each document from now on, before its own scripts. */
  addInitScript(source: string): Promise<unknown>;
  goto(url: string): Promise<unknown>;
  /** Evaluates an expression, and awaits its promise. @returns its value, as JSON has it */
  evaluate(expression: string): Promise<unknown>;
  /** Presses Enter as a person does. */
  press(): Promise<unknown>;
  /** Gives the page an authenticator without passkeys. A driver that cannot leaves it out. */
  addAuthenticator?(): Promise<PageAuthenticator>;
}

/** A page of a browser that the kit has opened. */
export interface OpenedPage {
  readonly page: PageDriver;
  close(): Promise<void>;
}

/** The authenticator of a device that knows its person (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/). */
const DEVICE = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

/** Gives a page of Chromium an authenticator. */
const addAuthenticator = async (page: Page): Promise<PageAuthenticator> => {
  const session = await page.createCDPSession();
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: DEVICE });
  return {
    credentials: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.map(({ credentialId }) => Buffer.from(credentialId, 'base64').toString('base64url'));
    },
    // Without the session the page has its own passkeys again.
    remove: () => session.detach(),
  };
};

/** Opens a browser with one page. @throws as `launch` */
export const openPage = async (engine?: Engine, browser?: string): Promise<OpenedPage> => {
  const opened = await launch(engine, browser);
  const page = await opened.newPage();
  return {
    page: {
      addInitScript: (source) => page.evaluateOnNewDocument(source),
      goto: (url) => page.goto(url),
      evaluate: (expression) => page.evaluate(expression),
      // Firefox gives keys only to the page in front.
      press: async () => {
        await page.bringToFront();
        await page.keyboard.press('Enter');
      },
      // WebDriver BiDi, by which Firefox is driven, has no authenticators.
      ...(engine !== 'firefox' && { addAuthenticator: () => addAuthenticator(page) }),
    },
    close: () => opened.close(),
  };
};

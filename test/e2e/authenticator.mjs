/**
 * Gives a browser a virtual authenticator, which keeps passkeys and answers the browser's dialogs: in Chromium by the DevTools protocol,
 * in Firefox by its own service, since WebDriver BiDi has no command for it. WebKitGTK has no passkeys.
 *
 * @module
 */
import { runInFirefox } from './firefox-chrome.mjs';

/** The preferences without which Firefox asks for a security key. */
export const PASSKEY_PREFERENCES = {
  'security.webauth.webauthn_enable_softtoken': true,
  'security.webauth.webauthn_enable_usbtoken': false,
};

/** A virtual authenticator in the device, whose person always agrees. */
const DEVICE = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
};

const inChromium = async (page) => {
  const session = await page.createCDPSession();
  await session.send('WebAuthn.enable');
  const send = (name, options) => session.send(`WebAuthn.${name}`, options);
  return {
    add: async () => {
      const { authenticatorId } = await send('addVirtualAuthenticator', {
        options: { ...DEVICE, automaticPresenceSimulation: true },
      });
      return authenticatorId;
    },
    remove: (authenticatorId) => send('removeVirtualAuthenticator', { authenticatorId }),
    verify: (authenticatorId, isUserVerified) => send('setUserVerified', { authenticatorId, isUserVerified }),
    list: async (authenticatorId) =>
      (await send('getCredentials', { authenticatorId })).credentials.map(({ credentialId, rpId }) => ({
        id: Buffer.from(credentialId, 'base64').toString('base64url'),
        host: rpId,
      })),
  };
};

const inFirefox = (page) => {
  const call = async (name, ...parameters) => {
    const run = (method, list) => {
      const service = Cc['@mozilla.org/webauthn/service;1'].getService(Ci.nsIWebAuthnService);
      const value = service[method](...list);
      return Array.isArray(value) ? value.map(({ credentialId, rpId }) => ({ id: credentialId, host: rpId })) : value;
    };
    return (await runInFirefox(page, run, name, parameters))[0];
  };
  const { protocol, transport } = DEVICE;
  return {
    add: () => call('addVirtualAuthenticator', protocol, transport, true, true, true, true),
    remove: (id) => call('removeVirtualAuthenticator', id),
    verify: (id, isVerified) => call('setUserVerified', id, isVerified),
    list: (id) => call('getCredentials', id),
  };
};

/** Runs in a page before its scripts. Names each dialog of the browser's to the test, which can change the authenticator first. */
const announceDialogs = () => {
  const { prototype } = CredentialsContainer;
  for (const name of ['create', 'get']) {
    const call = prototype[name];
    prototype[name] = async function (options) {
      await window.testHearsDialog(name);
      return call.call(this, options);
    };
  }
};

/**
 * Opens the authenticator of a page, which has none until `add`.
 *
 * @param engine `Chromium` or `Firefox`
 * @param page a page of `withPasskeys`, before it loads anything
 */
export const openAuthenticator = async (engine, { page }) => {
  const device = engine === 'Chromium' ? await inChromium(page) : inFirefox(page);
  let id;
  let refused;
  let held;
  const dialogs = [];
  const hear = async (name) => {
    dialogs.push(name);
    await held;
    if (id !== undefined) await device.verify(id, dialogs.length !== refused);
  };
  await page.exposeFunction('testHearsDialog', hear);
  await page.evaluateOnNewDocument(announceDialogs);
  return {
    add: async () => {
      id = await device.add();
    },
    /** Removes the authenticator with its passkeys. */
    remove: async () => {
      await device.remove(id);
      id = undefined;
    },
    /** Returns the passkeys, `{id, host}` each. */
    credentials: () => device.list(id),
    /** Makes the person cancel one dialog: the `nth` from now on, by default the next. */
    refuse: (nth = 1) => {
      refused = dialogs.length + nth;
    },
    /** Lets the person take their time at the dialogs from now on. @returns a function: they answer */
    hold: () => {
      let answer;
      held = new Promise((resolve) => (answer = resolve));
      return answer;
    },
    /** The dialogs that the browser opened, oldest first: `create` or `get` each. */
    dialogs,
  };
};

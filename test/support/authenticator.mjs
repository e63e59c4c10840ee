/**
 * A virtual authenticator for the tests in a page, by the command `authenticator`: in Chromium by the DevTools protocol, in Firefox by
 * Marionette, which lets one be added beside the session of the tests, but neither be read nor removed.
 *
 * @module
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './ports.mjs';

const port = await freePort();

/** The arguments and settings with which Firefox takes virtual authenticators, and asks no dongle. */
export const firefoxAuthenticator = {
  args: ['-marionette'],
  extraPrefsFirefox: {
    'marionette.port': port,
    'security.webauth.webauthn_enable_softtoken': true,
    'security.webauth.webauthn_enable_usbtoken': false,
  },
};

/** Sends one command on a connection of its own. A message is its length, a colon and JSON; the first one is Marionette's greeting. */
const tellMarionette = async (command, parameters) => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const text = JSON.stringify([0, 1, command, parameters]);
  socket.write(`${Buffer.byteLength(text)}:${text}`);
  let rest = '';
  for await (const data of socket) {
    rest += data;
    for (let colon; (colon = rest.indexOf(':')) > 0 && rest.length > colon + Number(rest.slice(0, colon));) {
      const end = colon + 1 + Number(rest.slice(0, colon));
      const message = JSON.parse(rest.slice(colon + 1, end));
      rest = rest.slice(end);
      if (!Array.isArray(message)) continue;
      socket.destroy();
      const [, , error, result] = message;
      if (error) throw new Error(`${command}: ${error.message}`);
      return result;
    }
  }
  throw new Error(`${command}: Firefox has closed the connection.`);
};

const KIND = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };

/** The authenticator of each page. */
const authenticators = new WeakMap();

const chromium = async (page) => {
  const client = await page.createCDPSession();
  await client.send('WebAuthn.enable', { enableUI: false });
  const options = { ...KIND, automaticPresenceSimulation: true };
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    credentials: async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    remove: () => client.detach(),
  };
};
/** Firefox keeps its authenticator, with every passkey, until the browser ends. */
const firefox = async () => {
  await tellMarionette('WebAuthn:AddVirtualAuthenticator', { ...KIND, isUserConsenting: true });
  return { credentials: async () => undefined, remove: () => undefined };
};

/** `add` gives the page one; `credentials` returns its passkeys, or -1 in Firefox; `remove` ends it, but in Firefox. */
export const authenticator = {
  name: 'authenticator',
  async executeCommand({ command, payload: act, session }) {
    if (command !== 'authenticator') return undefined;
    const isFirefox = session.browser.name === 'Firefox';
    const page = session.browser.getPage(session.id);
    if (act === 'add') {
      if (!isFirefox || !authenticators.has(page)) authenticators.set(page, await (isFirefox ? firefox() : chromium(page)));
    } else if (act === 'credentials') return (await authenticators.get(page).credentials())?.length ?? -1;
    else await authenticators.get(page).remove();
    return true;
  },
};

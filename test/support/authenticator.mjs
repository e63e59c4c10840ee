/**
 * A virtual authenticator for the tests in a page, by the command `authenticator`: in Chromium by the DevTools protocol, in Firefox by
 * Marionette, beside the session of the tests.
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

/** The connection, which stays: with it Firefox would end the session of the tests. It is made anew for the next Firefox. */
let marionette;
const openMarionette = async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.unref();
  socket.once('close', () => (marionette = undefined));
  return socket;
};

/** Sends one command at a time. A message is its length, a colon and JSON; the first one is Marionette's greeting. */
const tellMarionette = async (command, parameters) => {
  const socket = (marionette ??= await openMarionette());
  const text = JSON.stringify([0, 1, command, parameters]);
  socket.write(`${Buffer.byteLength(text)}:${text}`);
  let rest = '';
  for (;;) {
    const [data] = await once(socket, 'data');
    rest += data;
    for (let colon; (colon = rest.indexOf(':')) > 0 && rest.length > colon + Number(rest.slice(0, colon));) {
      const end = colon + 1 + Number(rest.slice(0, colon));
      const message = JSON.parse(rest.slice(colon + 1, end));
      rest = rest.slice(end);
      if (!Array.isArray(message)) continue;
      const [, , error, result] = message;
      if (error) throw new Error(`${command}: ${error.message}`);
      return result;
    }
  }
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
const firefox = async () => {
  const { value: authenticatorId } = await tellMarionette('WebAuthn:AddVirtualAuthenticator', {
    ...KIND,
    isUserConsenting: true,
  });
  return {
    credentials: async () => (await tellMarionette('WebAuthn:GetCredentials', { authenticatorId })).value,
    remove: () => tellMarionette('WebAuthn:RemoveVirtualAuthenticator', { authenticatorId }),
  };
};

/** `add` gives the page one, `credentials` returns the number of its passkeys, `remove` ends it. */
export const authenticator = {
  name: 'authenticator',
  async executeCommand({ command, payload: act, session }) {
    if (command !== 'authenticator') return undefined;
    const page = session.browser.getPage(session.id);
    if (act === 'add') authenticators.set(page, await (session.browser.name === 'Firefox' ? firefox() : chromium(page)));
    else if (act === 'credentials') return (await authenticators.get(page).credentials()).length;
    else await authenticators.get(page).remove();
    return true;
  },
};

/** Hosts with one fault each, named by the rule that it breaks: ours, on a page whose script changes what it does. */

import { type HostMutant, replacing } from './replacing.js';
import { REAL_PASSKEYS } from './real-passkeys.js';

/** Changes the host's messages: `change` gets a message `m`, its `lane` and its `flags`. It may return several messages, or none. */
const saying = (change: string): string =>
  replacing(
    'EventTarget.prototype',
    'dispatchEvent',
    `const [event] = given;
    if (event.type === 'rel-message' && this !== document) {
      const lane = event.bubbles ? 'public' : 'private';
      const flags = { bubbles: event.bubbles, composed: event.composed };
      const change = (m) => { ${change}; return m; };
      const changed = [change(JSON.parse(event.detail))].flat();
      for (const m of changed) real(new CustomEvent('rel-message', { ...flags, detail: JSON.stringify(m) }));
      return true;
    }`,
  );

/** Runs after a press of the button has begun a flow. */
const activated = (run: string): string => `addEventListener('rel-activate', ({ target }) => setTimeout(() => { ${run} }, 50));`;

const MESSAGES: readonly HostMutant[] = [
  { rule: 'C-29', name: 'has ids that are no UUIDs', script: saying(`if (m.type === 'ask') m.id = 'ask-1'`) },
  { rule: 'C-29', name: 'has a number as the v of its ask', script: saying(`if (m.type === 'ask') m.v = 1`) },
  { rule: 'C-24', name: 'has a lang that is too long', script: saying(`if (m.type === 'ask') m.lang = 'x'.repeat(65)`) },
  { rule: 'C-44', name: 'does not ask privately', script: saying(`if (m.type === 'ask' && lane === 'private') return []`) },
  { rule: 'C-79', name: 'asks for acts in another order', script: saying(`if (m.type === 'ask') m.acts.reverse()`) },
  { rule: 'C-78', name: 'asks for acts that do not fit', script: saying(`if (m.type === 'ask') m.acts.push('receipt')`) },
  { rule: 'C-246', name: 'lists a version that it does not speak', script: saying(`if (m.type === 'ask') m.v = [1, 2]`) },
  { rule: 'C-246', name: 'lists versions as texts', script: saying(`if (m.type === 'ask') m.v = [1, '2']`) },
  { rule: 'C-35', name: 'chooses twice', script: saying(`if (m.type === 'choose') return [m, m]`) },
  { rule: 'C-36', name: 'does not tell the others', script: saying(`if (m.type === 'cancel' && !m.offer) return []`) },
  { rule: 'C-42', name: 'does not tell the chosen agent', script: saying(`if (m.type === 'cancel' && m.offer) return []`) },
  { rule: 'C-76', name: 'says that the person removed it', script: saying(`if (m.type === 'cancel') m.reason = 'user'`) },
  { rule: 'C-31', name: 'rewrites the record', script: saying(`if (m.record) m.record = m.record.trim()`) },
  { rule: 'C-39', name: 'answers twice', script: saying(`if (m.type === 'answer') return [m, m]`) },
  { rule: 'C-88', name: 'leaves out the code of a refusal', script: saying(`delete m.code`) },
  { rule: 'C-87', name: 'has a code of its own where nobody answers', script: saying(`if (m.code) m.code = 'refused'`) },
  {
    rule: 'C-73',
    name: 'waits for an ack for ever',
    script: replacing('window', 'setTimeout', `if (given[1] === 2_000) return 0`),
  },
  {
    rule: 'C-73',
    name: 'waits for an ack for twice the time',
    script: replacing('window', 'setTimeout', `if (given[1] === 2_000) return real(given[0], 4_000)`),
  },
  {
    rule: 'C-77',
    name: 'waits for a done for three times the time',
    script: replacing('window', 'setTimeout', `if (given[1] === 1_000) return real(given[0], 3_000)`),
  },
  {
    rule: 'C-77',
    name: 'waits for a done for ever',
    script: replacing('window', 'setTimeout', `if (given[1] === 1_000) return 0`),
  },
  { rule: 'C-70', name: 'lists agents in one order', script: replacing('Math', 'random', `return 0`) },
  { rule: 'C-46', name: 'keeps its messages in a shadow root', script: saying(`if (lane === 'public') flags.composed = false`) },
  { rule: 'C-50', name: 'lets private messages bubble', script: saying(`if (lane === 'private') flags.bubbles = true`) },
];

const ELSEWHERE: readonly HostMutant[] = [
  {
    rule: 'C-59',
    name: 'takes an address with a path',
    script: `Object.defineProperty(HTMLAnchorElement.prototype, 'href', { get() { return this.origin + '/'; }, set(url) { this.setAttribute('href', url); } });`,
  },
  { rule: 'C-60', name: 'says the act in the URL', script: replacing('window', 'open', `given[0] += '&act=relate'`) },
  { rule: 'C-60', name: 'opens two windows', script: replacing('window', 'open', `real(...given)`) },
  {
    rule: 'C-62',
    name: 'believes a hello of any window',
    script: `let opened; ${replacing('window', 'open', `return opened = real(...given)`)}
    Object.defineProperty(MessageEvent.prototype, 'source', { get: () => opened });`,
  },
  {
    rule: 'C-62',
    name: 'believes a hello of any origin',
    script: `Object.defineProperty(MessageEvent.prototype, 'origin', { get: () => 'https://agent.example' });`,
  },
  {
    rule: 'C-63',
    name: 'welcomes any origin',
    script: replacing(
      'window',
      'open',
      `const opened = real(...given); const { postMessage } = opened; opened.postMessage = (data, _, ports) => postMessage(data, '*', ports); return opened`,
    ),
  },
  {
    rule: 'C-63',
    name: 'sends objects on the port',
    script: replacing('MessagePort.prototype', 'postMessage', `try { given[0] = JSON.parse(given[0]); } catch {}`),
  },
  {
    rule: 'C-65',
    name: 'waits for a hello for ever',
    script: replacing('window', 'setTimeout', `if (given[1] === 10_000) return 0`),
  },
  {
    rule: 'C-66',
    name: 'follows a web+rel: link by itself',
    script: activated(`Object.assign(document.createElement('a'), { href: 'web+rel:https%3A%2F%2Fshop.example' }).click();`),
  },
  {
    rule: 'C-72',
    name: 'follows the link before the outcome',
    script: `addEventListener('rel-activate', ({ target }) => target.querySelector('a').click());`,
  },
  {
    rule: 'C-72',
    name: 'follows link and mail without the vendor’s markup',
    script: replacing('EventTarget.prototype', 'dispatchEvent', `if (given[0].type === 'click') return true`),
  },
];

const FETCH_STANDING = `fetch(target.endpoint + '?customer=' + 'a'.repeat(43))`;
const PASSKEYS: readonly HostMutant[] = [
  {
    rule: 'C-80',
    name: 'asks for a passkey when the panel opens',
    script: activated(`navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32) } });`),
  },
  { rule: 'C-80', name: 'asks the endpoint when the panel opens', script: activated(FETCH_STANDING) },
  {
    rule: 'C-81',
    name: 'has the passkey sign something else',
    script: replacing('CredentialsContainer.prototype', 'get', `given[0].publicKey.challenge = new Uint8Array(32)`),
  },
  {
    rule: 'C-81',
    name: 'does not ask for the relationship of customer',
    script: replacing('window', 'fetch', `given[0] = given[0].replace('?customer=', '?credential=')`),
  },
  { rule: 'C-82', name: 'takes no lock', script: replacing('LockManager.prototype', 'request', `return given.at(-1)({})`) },
  {
    rule: 'C-83',
    name: 'sends agents away at the press',
    script: `let ask; addEventListener('rel-message', ({ detail }) => { const m = JSON.parse(detail); if (m.type === 'ask') ask = m; });
    ${replacing(
      'CredentialsContainer.prototype',
      'create',
      `document.querySelector('rel-button').dispatchEvent(new CustomEvent('rel-message', { bubbles: true, composed: true, detail: JSON.stringify({ v: 1, id: ask.id, type: 'cancel', reason: 'user' }) }))`,
    )}`,
  },
  { rule: 'C-83', name: 'never tells agents', script: saying(`if (m.type === 'cancel' && lane === 'public') return []`) },
  {
    rule: 'C-84',
    name: 'leaves its passkey in the manager',
    script: `window.PublicKeyCredential.signalUnknownCredential = async () => {};`,
  },
  {
    rule: 'C-84',
    name: 'takes out the passkey of a relationship',
    script: `addEventListener('rel-outcome', ({ outcome }) => outcome === 'agreed' && PublicKeyCredential.signalUnknownCredential({ rpId: location.hostname, credentialId: 'x' }));`,
  },
];

const PAGE: readonly HostMutant[] = [
  {
    rule: 'C-1',
    name: 'stores something when it gets the focus',
    script: `addEventListener('focusin', () => localStorage.setItem('seen', '1'), true);`,
  },
  {
    rule: 'C-1',
    name: 'asks when the pointer is over it',
    script: `addEventListener('mouseover', ({ target }) => target.dispatchEvent(new CustomEvent('rel-message', { bubbles: true, detail: '{"type":"ask"}' })), true);`,
  },
  {
    rule: 'C-49',
    name: 'has an open root for its lane',
    script: replacing('Element.prototype', 'attachShadow', `given[0] = { mode: 'open' }`),
  },
  {
    rule: 'C-75',
    name: 'has two outcomes',
    script: replacing(
      'EventTarget.prototype',
      'dispatchEvent',
      `if (given[0].type === 'rel-outcome') real(Object.assign(new Event('rel-outcome', { bubbles: true, composed: true }), { outcome: 'asked' }))`,
    ),
  },
  {
    rule: 'C-86',
    name: 'follows redirects of the endpoint',
    script: replacing('window', 'fetch', `given[1] = { ...given[1], redirect: 'follow' }`),
  },
  {
    rule: 'C-238',
    name: 'writes its status attribute',
    script: `addEventListener('rel-statuschange', ({ target, status }) => target.setAttribute('status', status));`,
  },
  {
    rule: 'C-241',
    name: 'is a button on insecure pages',
    script: `Object.defineProperty(window, 'isSecureContext', { value: true });`,
  },
  {
    rule: 'C-241',
    name: 'is a button in frames of other origins',
    script: `const top = {}; top.top = top; Object.defineProperty(window, 'frameElement', { value: { ownerDocument: { defaultView: top } } });`,
  },
  {
    rule: 'C-241',
    name: 'does not say why it stays a link',
    script: replacing('console', 'warn', `if (window !== top) return`),
  },
  {
    rule: 'C-242',
    name: 'warns of a bad attribute each time',
    script: `new MutationObserver(([{ target }]) => console.warn(target.outerHTML + ' is left out; allowed: SD-BASE-DP, converse, related, follow')).observe(document, { subtree: true, attributes: true });`,
  },
  {
    rule: 'C-242',
    name: 'does not say what is bad',
    script: replacing('console', 'warn', `given = ['An attribute is left out.']`),
  },
  {
    rule: 'C-242',
    name: 'does not say what is allowed',
    script: replacing('console', 'warn', `given = [given[0].split(';')[0]]`),
  },
];

export const HOST_MUTANTS: readonly HostMutant[] = [...MESSAGES, ...ELSEWHERE, ...PASSKEYS, ...REAL_PASSKEYS, ...PAGE];

/** Hosts with one fault each, named by the rule that it breaks: ours, on a page whose script changes what it does. */

export interface HostMutant {
  readonly rule: string;
  readonly name: string;
  /** Runs before the host loads. */
  readonly script: string;
}

/** Changes the host's messages: `change` gets a message `m` and its `lane`, and returns it, several, or none. */
const says = (rule: string, name: string, change: string): HostMutant => ({
  rule,
  name,
  script: `const { dispatchEvent } = EventTarget.prototype;
    const change = (m, lane) => { ${change}; return m; };
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type !== 'rel-message' || this === document) return dispatchEvent.call(this, event);
      const { bubbles, composed } = event;
      const changed = change(JSON.parse(event.detail), bubbles ? 'public' : 'private');
      for (const one of [changed].flat()) dispatchEvent.call(this, new CustomEvent('rel-message', { bubbles, composed, detail: JSON.stringify(one) }));
      return true;
    };`,
});
const runs = (rule: string, name: string, script: string): HostMutant => ({ rule, name, script });

/** Has the host dispatch its messages with other flags. */
const flags = (rule: string, name: string, isPublic: boolean, members: string): HostMutant =>
  runs(
    rule,
    name,
    `const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      const isTo = event.type === 'rel-message' && this !== document && event.bubbles === ${isPublic};
      return dispatchEvent.call(this, isTo ? new CustomEvent('rel-message', { ...${members}, detail: event.detail }) : event);
    };`,
  );

export const HOST_MUTANTS: readonly HostMutant[] = [
  says('C-29', 'has ids that are no UUIDs', `if (m.type === 'ask') m.id = 'ask-1'`),
  says('C-29', 'has a number as the v of its ask', `if (m.type === 'ask') m.v = 1`),
  says('C-24', 'has a lang that is too long', `if (m.type === 'ask') m.lang = 'x'.repeat(65)`),
  says('C-44', 'does not ask on the private lane', `if (m.type === 'ask' && lane === 'private') return []`),
  says('C-79', 'asks for acts in another order', `if (m.type === 'ask') m.acts.reverse()`),
  says('C-78', 'asks for acts that do not fit', `if (m.type === 'ask') m.acts.push('receipt')`),
  says('C-35', 'chooses twice', `if (m.type === 'choose') return [m, m]`),
  says('C-36', 'does not tell the others that one is chosen', `if (m.type === 'cancel' && !m.offer) return []`),
  says('C-42', 'does not tell the agent that the page cancels', `if (m.type === 'cancel' && m.offer) return []`),
  says('C-76', 'says that the person cancels when it is removed', `if (m.type === 'cancel') m.reason = 'user'`),
  says('C-31', 'rewrites the record', `if (m.record) m.record = m.record.trim()`),
  says('C-39', 'answers twice', `if (m.type === 'answer') return [m, m]`),
  says('C-88', 'leaves out the code of a refusal', `delete m.code`),
  flags('C-46', 'does not let its messages out of a shadow root', true, '{ bubbles: true }'),
  flags('C-50', 'lets messages of the private lane bubble', false, '{ bubbles: true }'),
  runs(
    'C-1',
    'stores something when it gets the focus',
    `addEventListener('focusin', () => localStorage.setItem('seen', '1'), true);`,
  ),
  runs(
    'C-1',
    'asks when the pointer is over it',
    `addEventListener('mouseover', ({ target }) => target.dispatchEvent(new CustomEvent('rel-message', { bubbles: true, detail: '{"type":"ask"}' })), true);`,
  ),
  runs(
    'C-49',
    'has an open root for its lane',
    `const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function () { return attachShadow.call(this, { mode: 'open' }); };`,
  ),
  runs(
    'C-75',
    'has two outcomes',
    `const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type === 'rel-outcome') dispatchEvent.call(this, Object.assign(new Event('rel-outcome', { bubbles: true, composed: true }), { outcome: 'asked' }));
      return dispatchEvent.call(this, event);
    };`,
  ),
  runs(
    'C-86',
    'follows redirects of the endpoint',
    `const { fetch } = window;
    window.fetch = (url, init) => fetch(url, { ...init, redirect: 'follow' });`,
  ),
  runs(
    'C-238',
    'writes its status attribute',
    `addEventListener('rel-statuschange', ({ target, status }) => target.setAttribute('status', status));`,
  ),
];

/** What a host sends, before and during a flow (contract, "Who can be believed"; "Messages"; "Lanes"). */
import { inPage } from './probe.js';
import type { FlowInPage } from './flow-in-page.js';

export const messageCases = [
  inPage(
    ['C-1'],
    'before a press a host sends no message, writes no storage, and calls no credentials or endpoint',
    async (t: FlowInPage) => {
      const { host } = t;
      const before = t.calls.length;
      host.dispatchEvent(new MouseEvent('mouseover', { bubbles: true, composed: true }));
      t.controls()[0]?.focus();
      host.setAttribute('acts', 'relate converse');
      const parent = host.parentNode as Node;
      const next = host.nextSibling;
      host.remove();
      parent.insertBefore(host, next);
      await t.rest(100);
      t.check(t.heard.length === 0, 'It sends a message.');
      const calls = [
        ...t.calls.slice(before),
        ...t.calls.filter((call) => call.includes(t.endpoint) || /^(get|create) /.test(call)),
      ];
      t.check(calls.length === 0, `It calls ${calls.join(', ')}.`);
    },
  ),
  inPage(['C-49'], 'its open root has one lane: a hidden span whose closed root has one element', (t: FlowInPage) => {
    const marks = t.host.shadowRoot?.querySelectorAll<HTMLElement>('[data-rel-lane]') ?? [];
    const [mark] = marks;
    t.check(marks.length === 1 && mark?.localName === 'span' && mark.hidden, 'There is no such span.');
    t.check(!mark.shadowRoot, 'The root of the lane is open to scripts of the page.');
    if (!t.node) t.skip('Its closed root was not made by attachShadow.');
    t.check(t.node.parentNode?.childNodes.length === 1, 'The closed root has more than one child.');
    return Promise.resolve();
  }),
  inPage(
    ['C-24', 'C-26', 'C-29', 'C-246'],
    'its ask is a text {v, id, type, acts, lang} of the right forms',
    async (t: FlowInPage) => {
      const message = await t.ask();
      const [{ detail } = { detail: undefined }] = t.heard;
      t.check(typeof detail === 'string' && detail.length <= 65_536, 'It is no text of at most 65,536 units.');
      const { v, id, acts, lang } = message as unknown as Record<string, unknown>;
      t.check(Array.isArray(v) && v.includes(1) && v.every(Number.isInteger), 'v is no list of numbers with 1.');
      t.check(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(String(id)), 'id is no UUID of version 4.');
      t.check(Array.isArray(acts) && acts.length <= 32 && acts.includes('relate'), 'acts is no list with relate.');
      t.check(typeof lang === 'string' && lang.length <= 64, 'lang is no text of at most 64 units.');
    },
  ),
  inPage(['C-246'], 'it goes on in each version that its ask lists', async (t: FlowInPage) => {
    const versions = (await t.ask())['v'] as readonly number[];
    await t.cancel();
    for (const v of versions) {
      t.offers.length = t.heard.length = 0;
      t.lane = t.node ? 'private' : 'public';
      t.offered = t.offer(t.lane, { v, label: 'Versed' });
      await t.ask();
      if (!t.node) await t.pressRow('Versed');
      const chosen = await t.until(() => t.of('choose')[0], `An offer of the version ${v} is dropped.`);
      t.check(chosen.message['v'] === v, `It goes on in version ${String(chosen.message['v'])}.`);
      await t.cancel();
    }
  }),
  inPage(['C-29'], 'each ask has an id of its own', async (t: FlowInPage) => {
    const { id } = await t.ask();
    await t.cancel();
    t.check((await t.ask()).id !== id, 'Two asks have one id.');
  }),
  inPage(['C-44'], 'it asks on the private lane first, then on the public one', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    await t.ask();
    const asks = t.of('ask');
    t.check(asks.map(({ lane }) => lane).join() === 'private,public', 'It does not.');
    t.check(asks[0]?.message.id === asks[1]?.message.id, 'The two have other ids.');
  }),
  inPage(['C-46'], 'on the public lane it dispatches on itself, bubbling and composed', async (t: FlowInPage) => {
    t.offered = t.offer('public');
    await t.ask();
    await t.cancel();
    const said = t.heard.filter(({ lane }) => lane === 'public');
    t.check(said.length > 0 && said.every((one) => one.bubbles && one.composed && one.isOnTarget), 'It does not.');
  }),
  inPage(['C-50'], 'on the private lane it dispatches neither bubbling nor composed', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    await t.begin('private');
    const said = t.heard.filter(({ lane }) => lane === 'private');
    t.check(said.length > 1 && said.every((one) => !one.bubbles && !one.composed && one.isOnTarget), 'It does not.');
  }),
  ...(['removed', 'doubled'] as const).map((change) =>
    inPage(
      ['C-51'],
      `with a lane that is ${change} it asks on the public lane alone`,
      async (t: FlowInPage, how) => {
        const mark = t.host.shadowRoot?.querySelector('[data-rel-lane]');
        if (how === 'removed') mark?.remove();
        else mark?.after(mark.cloneNode());
        await t.ask();
        t.check(
          t.of('ask').every(({ lane }) => lane === 'public'),
          'It asks on the private lane.',
        );
      },
      change,
    ),
  ),
  inPage(['C-35', 'C-24'], 'choose has the offer, an act of it, the vendor and its agreements', async (t: FlowInPage) => {
    const chosen = (await t.choose()) as unknown as Record<string, unknown>;
    const { v, id, offer, act, vendor, accepts, endpoint } = chosen;
    const { origin, name } = vendor as Record<string, unknown>;
    t.check(v === 1 && id === t.id && offer === t.offered && act === 'relate', 'v, id, offer or act is wrong.');
    t.check(origin === location.origin, `vendor.origin is not ${location.origin}.`);
    t.check(typeof name === 'string' && [...name].length <= 200, 'vendor.name is no text of at most 200 characters.');
    t.check(Array.isArray(accepts) && accepts.join() === 'SD-BASE', 'accepts is not [SD-BASE].');
    t.check(endpoint === t.endpoint, 'endpoint is not that of the element.');
    t.check(t.of('choose').length === 1, 'It is sent more than once.');
  }),
  inPage(['C-36'], 'right after choose all agents get a cancel without offer', async (t: FlowInPage) => {
    await t.choose();
    const all = t.of('cancel').filter(({ message }) => !message['offer']);
    t.check(
      all.some(({ lane }) => lane === 'public'),
      'The public lane gets none.',
    );
    t.check(!t.node || all.some(({ lane }) => lane === 'private'), 'The private lane gets none.');
    const types = t.heard.map(({ message }) => message.type);
    t.check(types.indexOf('cancel') > types.indexOf('choose'), 'It comes before choose.');
  }),
  inPage(['C-45'], 'what it says to an agent of one lane is not heard on the other', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    await t.begin('private');
    (await t.propose()).answer({ record: '{}' });
    await t.answer();
    t.check(!t.heard.some(({ lane, message }) => lane === 'public' && /choose|answer/.test(message.type)), 'It is.');
  }),
  inPage(['C-55'], 'builtins that the page replaces after loading see nothing of the private lane', async (t: FlowInPage) => {
    if (!t.node) t.skip('The private lane is not reached.');
    let seen = '';
    const offered = t.offer('private', { label: 'Secret' });
    t.offered = offered;
    const builtins: readonly (readonly [object, readonly string[]])[] = [
      [JSON, ['parse', 'stringify']],
      [EventTarget.prototype, ['dispatchEvent']],
      [Array.prototype, ['push', 'map', 'find', 'filter', 'forEach', 'includes', 'some', 'join']],
      [Map.prototype, ['get', 'set', 'has']],
      [Set.prototype, ['add', 'has']],
      [String.prototype, ['slice', 'replace', 'normalize', 'trim', 'includes', 'split']],
      [RegExp.prototype, ['test', 'exec']],
      [Object, ['keys', 'entries', 'assign', 'freeze', 'create']],
    ];
    const contains = (value: unknown): boolean => {
      if (typeof value === 'string') return value.indexOf(offered) >= 0;
      if (value instanceof CustomEvent) return value.type === 'rel-message' && contains(value.detail);
      return false;
    };
    const puts: (() => void)[] = [];
    for (const [owner, names] of builtins)
      for (const name of names) {
        const target = owner as Record<string, (...given: unknown[]) => unknown>;
        const real = target[name] as (...given: unknown[]) => unknown;
        const spy = function (this: unknown, ...given: unknown[]): unknown {
          for (let i = -1; i < given.length; i++) if (contains(i < 0 ? this : given[i])) seen = name;
          return Reflect.apply(real, this, given);
        };
        puts[puts.length] = () => (target[name] = real);
        puts[puts.length] = () => (target[name] = spy);
      }
    const put = (rest: number): void => {
      for (let i = rest; i < puts.length; i += 2) puts[i]?.();
    };
    // The kit's own agent offers by builtins too: it speaks with the real ones.
    const speak = t.say;
    t.say = (...given) => {
      put(0);
      speak.apply(t, given);
      put(1);
    };
    put(1);
    await t.ask();
    put(0);
    t.check(seen === '', `It passes an offer through ${seen}.`);
  }),
  inPage(
    ['C-54', 'C-240'],
    'no name of a private agent is in its open root, its markup, its properties or its events',
    async (t: FlowInPage) => {
      if (!t.node) t.skip('The private lane is not reached.');
      t.offer('private', { label: 'Name1234' });
      t.offer('private', { label: 'Name1234b' });
      let isSeen = false;
      const look = (event: Event): void => {
        for (const name in event) isSeen ||= String((event as unknown as Record<string, unknown>)[name]).includes('Name1234');
      };
      for (const type of ['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome'])
        globalThis.addEventListener(type, look, true);
      await t.ask();
      t.check(!t.textIn(t.host).includes('Name1234'), 'Its open roots have it.');
      t.check(!t.host.outerHTML.includes('Name1234') && !t.host.shadowRoot?.innerHTML.includes('Name1234'), 'Its markup has it.');
      for (const name in t.host) {
        const value = (t.host as unknown as Record<string, unknown>)[name];
        isSeen ||= typeof value === 'string' && value.includes('Name1234');
      }
      await t.cancel();
      t.check(!isSeen, 'A property or an event has it.');
    },
  ),
];

/** The acts that a host asks for, by status and attribute (C-78). */
const ACTS: readonly (readonly [status: string, named: string, asked: string])[] = [
  ['offered', 'relate', 'relate'],
  ['offered', 'converse relate', 'relate converse'],
  ['asked', 'leave', 'relate'],
  ['related', '', 'converse intentcast pledge share regard pause export leave'],
  ['related', 'leave relate converse', 'converse leave'],
  ['related', 'com.example.loyalty leave receipt', 'leave com.example.loyalty'],
  ['paused', '', 'resume export leave'],
  ['paused', 'regard resume', 'regard resume'],
  ['ended', 'converse', 'relate'],
];

export const actCases = ACTS.map(([status, named, asked]) =>
  inPage(
    ['C-78', 'C-79'],
    `with the status ${status} and ${named ? `the acts ${named}` : 'no acts named'} it asks for ${asked}`,
    async (t: FlowInPage, given) => {
      t.host.setAttribute('status', given.status);
      if (given.named) t.host.setAttribute('acts', given.named);
      else t.host.removeAttribute('acts');
      await t.rest();
      const acts = ((await t.ask())['acts'] as string[]).join(' ');
      t.check(acts === given.asked, `It asks for ${acts}.`);
    },
    { status, named, asked },
  ),
);

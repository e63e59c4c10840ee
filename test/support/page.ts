import { aTimeout, fixture, fixtureCleanup, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import '../../src/define.js';
import type { RelOutcomeEvent } from '../../src/elements/events.js';
import type { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import type { RelBalance } from '../../src/elements/rel-balance/rel-balance.js';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';

export { aTimeout as wait };
export const nextTask = (): Promise<void> => aTimeout(0);

/** Waits until a condition holds, 20 s at most. */
export const until = (holds: () => unknown, what = String(holds)): Promise<void> =>
  // A boolean, not the object that the condition gives: a page can make a thenable of any object.
  waitUntil(() => Boolean(holds()), what, { interval: 5, timeout: 20_000 });

/** Stops of the running test. */
const atEnd: (() => void)[] = [];
afterEach(async () => {
  atEnd.splice(0).forEach((stop) => stop());
  // The elements of the fixture are gone by now; their flows end in the next task.
  await nextTask();
});

/** Returns the console's warnings during a run. */
export const warningsDuring = async (run: () => unknown): Promise<string[]> => {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (...parts: unknown[]) => void said.push(parts.join(' '));
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return said;
};

/**
 * Puts a fixture of markup in place of the one before, and waits until its elements are rendered.
 *
 * @returns the first element of the library in it
 */
export const put = async <T extends Element = RelButton>(markup: string): Promise<T> => {
  fixtureCleanup();
  const stage = document.createElement('main');
  await fixture(markup, { parentNode: stage });
  const elements = stage.querySelectorAll<RelButton | RelBadge | RelBalance>('rel-button, rel-badge, rel-balance');
  await Promise.all([...elements].map((element) => element.updateComplete));
  if (!elements[0]) throw new Error('no element');
  return elements[0] as unknown as T;
};

export const inside = <T extends HTMLElement = HTMLElement>(host: Element, selector: string): T => {
  const found = host.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`${host.localName} has no ${selector} in it`);
  return found;
};
export const buttonOf = (host: Element): HTMLButtonElement => inside<HTMLButtonElement>(host, '[part=button]');
export const panelOf = (host: Element): HTMLElement | null =>
  host.shadowRoot?.querySelector<HTMLElement>(':popover-open') ?? null;
export const rowsOf = (host: Element): HTMLElement[] => [...(panelOf(host)?.querySelectorAll<HTMLElement>('.row') ?? [])];
export const rowNamed = (host: Element, name: string): HTMLElement => {
  const row = rowsOf(host).find(({ textContent }) => textContent?.trim() === name);
  if (!row)
    throw new Error(
      `no row "${name}" among ${rowsOf(host)
        .map(({ textContent }) => `"${textContent?.trim()}"`)
        .join(', ')}`,
    );
  return row;
};

/** Opens everything that is folded in the panel. */
export const unfold = (host: Element): void =>
  panelOf(host)
    ?.querySelectorAll('details')
    .forEach((details) => (details.open = true));
/** The cross that closes the panel. */
export const crossOf = (host: Element): HTMLElement => inside(host, '.close');

const centre = (element: Element): [x: number, y: number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

/** Clicks as a person does: trusted, with the browser's own pointer events. */
export const click = async (element: Element, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> => {
  element.scrollIntoView({ block: 'nearest' });
  // A panel that has just unfolded may find another place in the next frame.
  let before: [x: number, y: number];
  do {
    before = centre(element);
    await aTimeout(20);
  } while (`${before}` !== `${centre(element)}`);
  await sendMouse({ type: 'click', position: before, button });
};
/** Clicks with Ctrl held: meant for a new tab. */
export const clickWithControl = async (element: Element): Promise<void> => {
  await sendKeys({ down: 'Control' });
  await click(element);
  await sendKeys({ up: 'Control' });
};
/** Clicks at the empty bottom right of the page. */
export const clickOutside = (): Promise<void> =>
  sendMouse({ type: 'click', position: [document.documentElement.clientWidth - 4, window.innerHeight - 4] });
export const key = (press: string): Promise<void> => sendKeys({ press });

/** Presses the button, by a trusted click. */
export const press = async (host: Element): Promise<void> => {
  await click(buttonOf(host));
  await nextTask();
};

export interface HostMessage {
  readonly type: string;
  readonly id: string;
  readonly offer?: string;
  readonly [key: string]: unknown;
}

/** Records hosts' messages on the public lane since `listen`, and sends any message as an agent. */
export class PageAgent {
  readonly heard: HostMessage[] = [];
  readonly targets: EventTarget[] = [];
  /** Offers to be made while a host asks, by label; each act is offered. */
  offers: { id: string; label?: string; acts?: string[] }[];
  readonly #listening = new AbortController();

  constructor(...labels: string[]) {
    this.offers = labels.map((label) => ({ id: crypto.randomUUID(), label }));
    document.addEventListener('rel-message', this.#hear as EventListener, { signal: this.#listening.signal });
    atEnd.push(() => this.stop());
  }

  readonly #hear = (event: CustomEvent<string>): void => {
    // The agent's own messages arrive here too, some of them malformed.
    if (event.composedPath()[0] === document && !/"type":"cancel"/.test(String(event.detail))) return;
    const message = JSON.parse(event.detail) as HostMessage;
    this.heard.push(message);
    this.targets.push(event.composedPath()[0] as EventTarget);
    if (message.type === 'ask') {
      for (const { id, label, acts } of this.offers) this.say('offer', { offer: id, acts: acts ?? message['acts'], label });
    }
  };

  get id(): string {
    return this.heard.findLast(({ type }) => type === 'ask')?.id ?? '';
  }

  last(type: string): HostMessage | undefined {
    return this.heard.findLast((message) => message.type === type);
  }

  types(): string[] {
    return this.heard.map(({ type, offer }) => (type === 'cancel' && !offer ? 'cancel-all' : type));
  }

  say(type: string, body: object = {}): void {
    this.send(JSON.stringify({ v: 1, id: this.id, type, ...body }));
  }

  /** Sends a message as the chosen agent. */
  sayChosen(type: string, body: object = {}): void {
    this.say(type, { offer: this.last('choose')?.offer, ...body });
  }

  send(detail: unknown, target: EventTarget = document): void {
    target.dispatchEvent(new CustomEvent('rel-message', { detail }));
  }

  stop(): void {
    this.#listening.abort();
  }
}

/** The vendor events of the page, in order, until the test ends. */
export const record = (): { events: Event[]; types: () => string[]; outcomes: () => string[]; stop: () => void } => {
  const events: Event[] = [];
  const listening = new AbortController();
  const stop = (): void => listening.abort();
  atEnd.push(stop);
  for (const type of ['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome']) {
    window.addEventListener(type, (event) => void events.push(event), { capture: true, signal: listening.signal });
  }
  return {
    events,
    types: () => events.map(({ type }) => type),
    outcomes: () => events.filter(({ type }) => type === 'rel-outcome').map((event) => (event as RelOutcomeEvent).outcome),
    stop,
  };
};

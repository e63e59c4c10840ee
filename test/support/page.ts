import { sendKeys, sendMouse } from '@web/test-runner-commands';
import '../../src/define.js';
import type { RelBadge } from '../../src/elements/rel-badge/rel-badge.js';
import type { RelButton } from '../../src/elements/rel-button/rel-button.js';

export const nextTask = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));
export const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** Waits until a condition holds, 20 s at most. */
export const until = async (holds: () => unknown, what = String(holds)): Promise<void> => {
  for (const end = performance.now() + 20_000; !holds(); await wait(5)) {
    if (performance.now() > end) throw new Error(`Never came: ${what}`);
  }
};

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

let stage: HTMLElement | undefined;

/** Replaces the page's markup, and waits until it is rendered. */
export const put = async <T extends Element = RelButton>(markup: string): Promise<T> => {
  stage?.remove();
  stage = document.body.appendChild(document.createElement('main'));
  stage.innerHTML = markup;
  const elements = [...stage.querySelectorAll<RelButton | RelBadge>('rel-button, rel-badge')];
  await Promise.all(elements.map((element) => element.updateComplete));
  const first = stage.querySelector('rel-button, rel-badge');
  if (!first) throw new Error('no element');
  return first as unknown as T;
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

const centre = (element: Element): [x: number, y: number] => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
};

/** Clicks as a person does: trusted, with the browser's own pointer events. */
export const click = async (element: Element, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> => {
  element.scrollIntoView({ block: 'nearest' });
  await sendMouse({ type: 'click', position: centre(element), button });
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

/** The vendor events of the page, in order. */
export const record = (): { events: Event[]; types: () => string[]; stop: () => void } => {
  const events: Event[] = [];
  const listening = new AbortController();
  for (const type of ['rel-activate', 'rel-propose', 'rel-statuschange', 'rel-outcome']) {
    window.addEventListener(type, (event) => void events.push(event), { capture: true, signal: listening.signal });
  }
  return { events, types: () => events.map(({ type }) => type), stop: () => listening.abort() };
};

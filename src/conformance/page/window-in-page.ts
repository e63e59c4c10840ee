import type { Message } from './in-page.js';

/** The window of an agent elsewhere, as a host opens it: a frame of the page stands in for it, and the kit speaks as the agent. */
export class WindowInPage {
  /** What was opened, and whether in a press. */
  readonly opened: { readonly url: string; readonly isPressed: boolean }[] = [];
  /** What the host posted to the window. */
  readonly posted: { readonly data: unknown; readonly origin: unknown; readonly ports: readonly MessagePort[] }[] = [];
  /** What came by the port of the welcome, oldest first. */
  readonly came: unknown[] = [];
  /** Links with the scheme `web+rel:` that a script followed. */
  readonly followed: string[] = [];
  #window: Window | undefined;

  constructor() {
    const open = (url: string): Window => this.#open(url);
    window.open = (url = '') => open(String(url));
    const { open: openDocument } = Document.prototype;
    Document.prototype.open = function (...given: unknown[]): never {
      return (given.length > 2 ? open(String(given[0])) : Reflect.apply(openDocument, this, given)) as never;
    };
    this.#watchLinks();
  }

  #open(url: string): Window {
    this.opened.push({ url, isPressed: globalThis.navigator.userActivation.isActive });
    this.#window ??= this.makeWindow((data, origin, ports) => {
      this.posted.push({ data, origin, ports });
      const [port] = ports;
      if (port) port.onmessage = (event: MessageEvent<unknown>) => void this.came.push(event.data);
    });
    return this.#window;
  }
  /** Makes a window. @param hear runs at each `postMessage` to it */
  makeWindow(hear: (data: unknown, origin: unknown, ports: readonly MessagePort[]) => void): Window {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.documentElement.append(frame);
    const made = frame.contentWindow as Window;
    const value = (data: unknown, to: string | WindowPostMessageOptions = {}, ports: readonly Transferable[] = []): void => {
      const { targetOrigin, transfer = ports } = typeof to === 'string' ? { targetOrigin: to } : to;
      hear(data, targetOrigin, transfer as readonly MessagePort[]);
    };
    Object.defineProperty(made, 'postMessage', { configurable: true, writable: true, value });
    return made;
  }

  #watchLinks(): void {
    const { click } = HTMLElement.prototype;
    const follow = (url: unknown): boolean => String(url).startsWith('web+rel:') && this.followed.push(String(url)) > 0;
    HTMLElement.prototype.click = function () {
      if (!(this instanceof HTMLAnchorElement && follow(this.href))) click.call(this);
    };
    const { navigation } = globalThis as { navigation?: EventTarget };
    navigation?.addEventListener('navigate', (event) => {
      if (follow((event as Event & { destination: { url: string } }).destination.url)) event.preventDefault();
    });
  }

  /** Posts to the host as a window does. */
  hello(origin: string, data: unknown = { rel: 'hello', v: [1] }, source: Window = this.#window ?? window): void {
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
  }
  /** Sends a message of the flow on the port. */
  say(message: object): void {
    const chosen = this.messages[0];
    this.posted[0]?.ports[0]?.postMessage(JSON.stringify({ v: 1, id: chosen?.id, offer: chosen?.['offer'], ...message }));
  }
  get messages(): readonly Message[] {
    return this.came.map((text) => JSON.parse(String(text)) as Message);
  }
}

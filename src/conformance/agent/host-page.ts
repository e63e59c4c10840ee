/** Text that a step dispatches, and where: on the host, its private lane, the document, another host or its lane, or the port to a web agent. */
export interface Step {
  readonly to: 'host' | 'lane' | 'document' | 'other' | 'other lane' | 'port';
  readonly text: unknown;
  /** Waits before it, in milliseconds. Default: 0, in the same task */
  readonly after?: number;
}
/** What the kit has the page do. */
export interface Command {
  /** Shows the person what to do. */
  readonly says?: string;
  /** Dispatches these, one after the other. */
  readonly steps?: readonly Step[];
  /** Waits for a trusted click first. */
  readonly onPress?: boolean;
  /** Makes the host another one before the click: with two lanes, without any, or inside a closed root of the page. */
  readonly shape?: 'two lanes' | 'no lane' | 'closed';
  /** Clicks by script on all that the page reaches: in its document, its frames and the windows that it opened. */
  readonly meddles?: boolean;
  /** Opens a web agent's page at that click. */
  readonly open?: string;
  /** Opens a web agent's page in a frame. */
  readonly frame?: string;
  /** Does nothing for this time, by the page's own clock, in milliseconds. */
  readonly rests?: number;
  /** Has a frame of the page send the welcome, which is not the opener. */
  readonly welcomesFrom?: 'frame';
  /** Goes to another page. */
  readonly go?: string;
}
/** What the page heard. */
export interface Heard {
  /** `waits`: the button is there, and has the focus. */
  readonly kind: 'message' | 'error' | 'hello' | 'waits' | 'ran';
  readonly text: unknown;
  /** Where a message was dispatched. */
  readonly on?: 'document' | 'element' | 'lane' | 'port';
  /** `true` of a hello from a frame. */
  readonly isFramed?: boolean;
  /** `true` if it bubbled or was composed. */
  readonly isOpen?: boolean;
  /** `true` if it came before the host's own dispatch returned. */
  readonly during?: boolean;
}

/**
 * A host that the kit plays from Node: it runs in the page, dispatches what it is told and reports what it hears. It is sent as its own text,
 * so it uses nothing from outside.
 */
export class HostInPage {
  readonly EVENT = 'rel-message';
  readonly host = this.find('#host');
  readonly other = this.find('#other');
  readonly root = this.host.attachShadow({ mode: 'open' });
  readonly targets = {
    host: this.host,
    lane: this.addLane(this.root),
    document,
    other: this.other,
    'other lane': this.addLane(this.other.attachShadow({ mode: 'open' })),
  };
  /** The windows that the page has opened. */
  readonly opened: Window[] = [];
  reporting: Promise<unknown> = Promise.resolve();
  isSending = false;
  port: MessagePort | undefined;

  constructor() {
    this.listen(document, (event) => (event.composedPath()[0] === document ? 'document' : 'element'));
    this.listen(this.targets.lane, () => 'lane');
    window.addEventListener('error', ({ message }) => this.report({ kind: 'error', text: message, during: this.isSending }));
    const open = window.open.bind(window);
    window.open = (...given) => {
      const one = open(...given);
      if (one) this.opened.push(one);
      return one;
    };
    // The agent's script has run by then.
    window.addEventListener('load', () => void this.follow());
  }
  find(selector: string): HTMLElement {
    return document.querySelector(selector) as HTMLElement;
  }
  closed(element: HTMLElement): ShadowRoot {
    // eslint-disable-next-line wc/no-closed-shadow-root -- a lane has one (contract, "Lanes")
    return element.attachShadow({ mode: 'closed' });
  }
  addLane(to: ShadowRoot): Element {
    const mark = document.createElement('span');
    Object.assign(mark, { hidden: true }).dataset['relLane'] = '';
    const lane = document.createElement('i');
    this.closed(mark).append(lane);
    to.append(mark);
    return lane;
  }

  report(heard: Heard): void {
    const init = { method: 'POST', body: JSON.stringify(heard) };
    this.reporting = this.reporting.then(() => globalThis.fetch('/kit/heard', init)).catch(() => undefined);
  }
  listen(at: EventTarget, on: (event: Event) => 'document' | 'element' | 'lane'): void {
    at.addEventListener(this.EVENT, (event) => {
      const { detail, bubbles, composed } = event as CustomEvent<unknown>;
      // The host's own messages arrive here too.
      if (!/"type":\s*"(offer|ack|propose|done)"/.test(String(detail))) return;
      this.report({ kind: 'message', text: detail, on: on(event), during: this.isSending, isOpen: bubbles || composed });
    });
  }
  send({ to, text }: Step): void {
    if (to === 'port') return this.port?.postMessage(text);
    const isOpen = !to.endsWith('lane');
    this.isSending = true;
    this.targets[to].dispatchEvent(new CustomEvent(this.EVENT, { detail: text, bubbles: isOpen, composed: isOpen }));
    this.isSending = false;
    return undefined;
  }

  clickAll(scope: ParentNode): void {
    for (const one of scope.querySelectorAll('*')) {
      if (one === this.host) continue;
      if (one instanceof HTMLElement) one.click();
      if (one.shadowRoot) this.clickAll(one.shadowRoot);
    }
  }
  meddle(): void {
    const frames = [...document.querySelectorAll('iframe')].map(({ contentWindow }) => contentWindow);
    this.clickAll(document);
    for (const one of [...this.opened, ...frames]) {
      try {
        if (one) this.clickAll(one.document);
      } catch {
        // It is of another origin.
      }
    }
  }

  change(shape: Command['shape']): void {
    if (shape === 'two lanes') this.addLane(this.root);
    if (shape === 'no lane') for (const mark of this.root.querySelectorAll('[data-rel-lane]')) mark.remove();
    if (shape !== 'closed') return;
    const outer = document.createElement('div');
    this.host.before(outer);
    this.closed(outer).append(this.host);
  }
  pressed(): Promise<void> {
    const button = document.createElement('button');
    button.textContent = 'Press here';
    return new Promise((resolve) => {
      button.addEventListener('click', (event) => {
        if (!event.isTrusted) return;
        // The button is there only while a press counts.
        setTimeout(() => button.remove());
        resolve();
      });
      this.root.append(button);
      button.focus();
      this.report({ kind: 'waits', text: '' });
    });
  }

  hearHello(from: Window | null, origin: string, then: (hello: Heard) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source === from && event.origin === origin) then({ kind: 'hello', text: JSON.stringify(event.data) });
    });
  }
  addFrame(src?: string): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    if (src !== undefined) frame.src = src;
    document.body.append(frame);
    return frame;
  }
  /** Opens a page in a frame, and waits until it has loaded, for at most 20 s. */
  openFrame(url: string): Promise<unknown> {
    const frame = this.addFrame(url);
    this.hearHello(frame.contentWindow, new URL(url).origin, (hello) => this.report({ ...hello, isFramed: true }));
    return new Promise((resolve) => {
      frame.addEventListener('load', resolve);
      setTimeout(resolve, 20_000);
    });
  }
  openWindow(url: string, id: string, welcomesFrom: Command['welcomesFrom']): void {
    const agent = window.open(url, '_blank', 'popup,width=480,height=680');
    const { origin } = new URL(url);
    let isWelcome = false;
    this.port = undefined;
    this.hearHello(agent, origin, (hello) => {
      this.report(hello);
      if (isWelcome) return;
      isWelcome = true;
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      port1.onmessage = ({ data: text }: MessageEvent<unknown>) => this.report({ kind: 'message', text, on: 'port' });
      const post = 'to.postMessage({ rel: "welcome", v: 1, id }, origin, [port])';
      // A function of a frame posts as that frame.
      const { Function: Made } = (welcomesFrom ? this.addFrame().contentWindow : window) as Window & {
        Function: FunctionConstructor;
      };
      (Made('to', 'id', 'origin', 'port', post) as (...given: unknown[]) => void)(agent, id, origin, port2);
    });
  }

  async run({ says, steps = [], onPress, shape, meddles, open, frame, rests, welcomesFrom, go }: Command): Promise<void> {
    if (says !== undefined) this.find('#says').textContent = says;
    if (go) location.href = go;
    this.change(shape);
    if (meddles) this.meddle();
    if (frame) await this.openFrame(frame);
    if (rests) await new Promise((resolve) => setTimeout(resolve, rests));
    if (onPress) await this.pressed();
    if (open) this.openWindow(open, (JSON.parse(String(steps[0]?.text)) as { id: string }).id, welcomesFrom);
    for (const step of open ? [] : steps) {
      // A step without a pause has to be in the task of the click.
      if (step.after) await new Promise((resolve) => setTimeout(resolve, step.after));
      this.send(step);
    }
    if (steps.length || meddles || frame || rests) this.report({ kind: 'ran', text: '' });
  }
  async follow(): Promise<void> {
    for (;;) {
      const response = await globalThis.fetch('/kit/next').catch(() => undefined);
      if (!response) return;
      const command = (await response.json()) as Command;
      void this.run(command);
      if (command.go) return;
    }
  }
}

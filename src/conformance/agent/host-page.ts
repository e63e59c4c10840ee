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
  /** `true` if it bubbled or was composed. */
  readonly isOpen?: boolean;
  /** `true` if it came before the host's own dispatch returned. */
  readonly during?: boolean;
}

/**
 * A host that the kit plays from Node: it runs in the page, dispatches what it is told and reports what it hears. It is sent as its own text,
 * so it uses nothing from outside.
 */
export const playHost = (): void => {
  const EVENT = 'rel-message';
  const find = (selector: string): HTMLElement => document.querySelector(selector) as HTMLElement;
  const [host, other] = [find('#host'), find('#other')];
  const root = host.attachShadow({ mode: 'open' });
  const addLane = (to: ShadowRoot): Element => {
    const mark = document.createElement('span');
    Object.assign(mark, { hidden: true }).dataset['relLane'] = '';
    const lane = document.createElement('i');
    mark.attachShadow({ mode: 'closed' }).append(lane);
    to.append(mark);
    return lane;
  };
  const targets = { host, lane: addLane(root), document, other, 'other lane': addLane(other.attachShadow({ mode: 'open' })) };
  const button = document.createElement('button');
  button.textContent = 'Press here';

  let reporting: Promise<unknown> = Promise.resolve();
  const report = (heard: Heard): void => {
    const init = { method: 'POST', body: JSON.stringify(heard) };
    reporting = reporting.then(() => globalThis.fetch('/kit/heard', init)).catch(() => undefined);
  };

  let isSending = false;
  let port: MessagePort | undefined;
  const send = ({ to, text }: Step): void => {
    if (to === 'port') return port?.postMessage(text);
    const isOpen = !to.endsWith('lane');
    isSending = true;
    targets[to].dispatchEvent(new CustomEvent(EVENT, { detail: text, bubbles: isOpen, composed: isOpen }));
    isSending = false;
    return undefined;
  };
  const listen = (at: EventTarget, on: (event: Event) => 'document' | 'element' | 'lane'): void =>
    at.addEventListener(EVENT, (event) => {
      const { detail, bubbles, composed } = event as CustomEvent<unknown>;
      // The host's own messages arrive here too.
      if (!/"type":\s*"(offer|ack|propose|done)"/.test(String(detail))) return;
      report({ kind: 'message', text: detail, on: on(event), during: isSending, isOpen: bubbles || composed });
    });
  listen(document, (event) => (event.composedPath()[0] === document ? 'document' : 'element'));
  listen(targets.lane, () => 'lane');
  window.addEventListener('error', ({ message }) => report({ kind: 'error', text: message, during: isSending }));

  const opened: Window[] = [];
  const openNative = window.open.bind(window);
  window.open = (...given) => {
    const one = openNative(...given);
    if (one) opened.push(one);
    return one;
  };
  const clickAll = (scope: ParentNode): void => {
    for (const one of scope.querySelectorAll('*')) {
      if (one === host) continue;
      if (one instanceof HTMLElement) one.click();
      if (one.shadowRoot) clickAll(one.shadowRoot);
    }
  };
  const meddle = (): void => {
    const frames = [...document.querySelectorAll('iframe')].map(({ contentWindow }) => contentWindow);
    clickAll(document);
    for (const one of [...opened, ...frames]) {
      try {
        if (one) clickAll(one.document);
      } catch {
        // It is of another origin.
      }
    }
  };

  const change = (shape: Command['shape']): void => {
    if (shape === 'two lanes') addLane(root);
    if (shape === 'no lane') for (const mark of root.querySelectorAll('[data-rel-lane]')) mark.remove();
    if (shape !== 'closed') return;
    const outer = document.createElement('div');
    host.before(outer);
    outer.attachShadow({ mode: 'closed' }).append(host);
  };
  const pressed = (): Promise<void> =>
    new Promise((resolve) => {
      const press = (event: Event): void => {
        if (!event.isTrusted) return;
        button.removeEventListener('click', press);
        // The button is there only while a press counts.
        setTimeout(() => button.remove());
        resolve();
      };
      button.addEventListener('click', press);
      root.append(button);
      button.focus();
      report({ kind: 'waits', text: '' });
    });
  const hearHello = (from: Window | null, origin: string, then: () => void): void =>
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (event.source !== from || event.origin !== origin) return;
      report({ kind: 'hello', text: JSON.stringify(event.data) });
      then();
    });
  const addFrame = (src?: string): HTMLIFrameElement => {
    const frame = document.createElement('iframe');
    if (src !== undefined) frame.src = src;
    document.body.append(frame);
    return frame;
  };
  const openWindow = (url: string, id: string, welcomesFrom: Command['welcomesFrom']): void => {
    const agent = window.open(url, '_blank', 'popup,width=480,height=680');
    const { origin } = new URL(url);
    let theirs: MessagePort | undefined;
    port = undefined;
    hearHello(agent, origin, () => {
      if (theirs) return;
      const { port1, port2 } = new MessageChannel();
      port = theirs = port1;
      port1.onmessage = ({ data: text }: MessageEvent<unknown>) => report({ kind: 'message', text, on: 'port' });
      const welcome = { rel: 'welcome', v: 1, id };
      if (!welcomesFrom) return agent?.postMessage(welcome, origin, [port2]);
      // A function of the frame posts as the frame.
      const { Function: Made } = addFrame().contentWindow as unknown as { Function: FunctionConstructor };
      return Made('to', 'welcome', 'origin', 'port', 'to.postMessage(welcome, origin, [port])')(agent, welcome, origin, port2);
    });
  };
  const run = async ({ says, steps = [], onPress, shape, meddles, open, frame, welcomesFrom, go }: Command): Promise<void> => {
    if (says !== undefined) find('#says').textContent = says;
    if (go) location.href = go;
    change(shape);
    if (meddles) meddle();
    if (frame) hearHello(addFrame(frame).contentWindow, new URL(frame).origin, () => undefined);
    if (onPress) await pressed();
    if (open) openWindow(open, (JSON.parse(String(steps[0]?.text)) as { id: string }).id, welcomesFrom);
    for (const step of open ? [] : steps) {
      // A step without a pause has to be in the task of the click.
      if (step.after) await new Promise((resolve) => setTimeout(resolve, step.after));
      send(step);
    }
    if (steps.length || meddles || frame) report({ kind: 'ran', text: '' });
  };
  const follow = async (): Promise<void> => {
    for (;;) {
      const response = await globalThis.fetch('/kit/next').catch(() => undefined);
      if (!response) return;
      const command = (await response.json()) as Command;
      void run(command);
      if (command.go) return;
    }
  };
  // The agent's script has run by then.
  window.addEventListener('load', () => void follow());
};

/** Text that a step dispatches, and where: on the host, the document, another element, or the port to a web agent. */
export interface Step {
  readonly to: 'host' | 'document' | 'other' | 'port';
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
  /** Opens a web agent's page at that click. */
  readonly open?: string;
  /** Goes to another page. */
  readonly go?: string;
}
/** What the page heard. */
export interface Heard {
  readonly kind: 'message' | 'error' | 'hello' | 'ran';
  readonly text: unknown;
  /** Where a message was dispatched. */
  readonly on?: 'document' | 'element' | 'port';
  /** `true` if it came before the host's own dispatch returned. */
  readonly during?: boolean;
}

/**
 * A host that the kit plays from Node: it runs in the page, dispatches what it is told and reports what it hears. It is sent as its own text,
 * so it uses nothing from outside.
 */
export const playHost = (): void => {
  const EVENT = 'rel-message';
  const host = document.querySelector('#host') as HTMLElement;
  const other = document.querySelector('#other') as HTMLElement;
  const root = host.attachShadow({ mode: 'open' });
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
    isSending = true;
    ({ host, document, other })[to].dispatchEvent(new CustomEvent(EVENT, { detail: text, bubbles: true, composed: true }));
    isSending = false;
    return undefined;
  };
  document.addEventListener(EVENT, (event) => {
    const { detail } = event as CustomEvent<unknown>;
    // The host's own messages arrive here too.
    if (!/"type":\s*"(offer|ack|propose|done)"/.test(String(detail))) return;
    const on = event.composedPath()[0] === document ? 'document' : 'element';
    report({ kind: 'message', text: detail, on, during: isSending });
  });
  window.addEventListener('error', ({ message }) => report({ kind: 'error', text: message, during: isSending }));

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
    });
  const openWindow = (url: string, id: string): void => {
    port = undefined;
    const opened = window.open(url, '_blank', 'popup,width=480,height=680');
    window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== opened || origin !== new URL(url).origin) return;
      report({ kind: 'hello', text: JSON.stringify(data) });
      if (port) return;
      const { port1, port2 } = new MessageChannel();
      port = port1;
      port1.onmessage = ({ data: text }: MessageEvent<unknown>) => report({ kind: 'message', text, on: 'port' });
      opened?.postMessage({ rel: 'welcome', v: 1, id }, origin, [port2]);
    });
  };
  const run = async ({ says, steps = [], onPress, open, go }: Command): Promise<void> => {
    if (says !== undefined) (document.querySelector('#says') as HTMLElement).textContent = says;
    if (go) location.href = go;
    if (onPress) await pressed();
    if (open) openWindow(open, (JSON.parse(String(steps[0]?.text)) as { id: string }).id);
    for (const step of open ? [] : steps) {
      // A step without a pause has to be in the task of the click.
      if (step.after) await new Promise((resolve) => setTimeout(resolve, step.after));
      send(step);
    }
    if (steps.length) report({ kind: 'ran', text: '' });
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

import { sendKeys } from '@web/test-runner-commands';
import { expect } from '@open-wc/testing';
import { PLAIN } from '../support/acme.js';
import { click, key, PageAgent, panelOf, press, put, record, rowNamed, rowsOf, until } from '../support/page.js';

describe('<rel-button> an agent elsewhere', () => {
  let vendor: ReturnType<typeof record>;
  beforeEach(() => (vendor = record()));

  const { open } = window;
  const opened: unknown[][] = [];
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | undefined;
  const heard: { type: string; offer?: string; [key: string]: unknown }[] = [];
  // A frame of this origin stands in for the window, at the edge of the machine.
  beforeEach(() => {
    opened.length = heard.length = 0;
    frame = document.body.appendChild(document.createElement('iframe'));
    frame.contentWindow?.addEventListener('message', ({ ports }) => {
      [port] = ports;
      if (port) port.onmessage = ({ data }) => heard.push(JSON.parse(data as string) as { type: string });
    });
    window.open = (...parameters) => {
      opened.push([...parameters, navigator.userActivation.isActive]);
      return frame?.contentWindow ?? null;
    };
  });
  afterEach(() => {
    frame?.remove();
    window.open = open;
  });
  const greet = (): boolean =>
    window.dispatchEvent(
      new MessageEvent('message', { source: frame?.contentWindow ?? null, origin, data: { rel: 'hello', v: [1] } }),
    );
  const say = (type: string, body: object = {}): void => {
    const { id, offer } = heard[0] ?? { type };
    port?.postMessage(JSON.stringify({ v: 1, id, offer, type, ...body }));
  };
  const name = async (host: Element, address: string): Promise<HTMLInputElement> => {
    await press(host);
    const field = panelOf(host)?.querySelector('input') as HTMLInputElement;
    // What a person opens: nothing but the way to this field.
    for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
    await click(field);
    await sendKeys({ type: address });
    return field;
  };

  it('is opened in the press, and everything goes by its port', async () => {
    const agent = new PageAgent('Agent');
    const host = await put(PLAIN);
    host.addEventListener('rel-propose', (event) => event.respondWith(Promise.resolve({ record: 'r' })));
    await name(host, location.host);
    rowNamed(host, 'Open').focus();
    await key('Enter');
    expect(opened).to.deep.equal([[`${origin}/.well-known/rel-agent?v=1`, '_blank', 'popup', true]]);
    expect(agent.types()).to.deep.equal(['ask', 'cancel-all']);
    await until(() => panelOf(host)?.textContent?.includes('Waiting for your answer in the other window.'));
    greet();
    await until(() => heard.length);
    expect(heard[0]).to.deep.include({ type: 'choose', act: 'relate', vendor: { origin, name: 'Acme Coffee' } });
    say('propose', { record: 'p' });
    await until(() => heard[1]);
    expect(heard[1]).to.deep.include({ type: 'answer', answer: 'accept', record: 'r' });
    say('done', { outcome: 'agreed' });
    await until(() => vendor.outcomes().length);
    expect(vendor.outcomes()).to.deep.equal(['agreed']);
    expect(agent.types()).to.deep.equal(['ask', 'cancel-all']);
  });

  it('is opened by Enter in the field, too', async () => {
    const host = await put(PLAIN);
    await name(host, ' agent.example ');
    await key('Enter');
    expect(opened).to.deep.equal([['https://agent.example/.well-known/rel-agent?v=1', '_blank', 'popup', true]]);
  });

  it('is not opened by what is no address: a sentence says so, until it is one', async () => {
    const host = await put(PLAIN);
    const field = await name(host, 'me@agent.example');
    await key('Enter');
    expect(opened).to.deep.equal([]);
    expect(field.validationMessage).to.equal('An address is like agent.example.');
    expect(host.shadowRoot?.activeElement).to.equal(field);
    expect(vendor.outcomes()).to.deep.equal([]);
    field.value = '';
    await sendKeys({ type: 'agent.example' });
    await key('Enter');
    expect(opened).to.have.length(1);
  });

  it('that the browser does not open: says so, and opens it in the next press', async () => {
    const host = await put(PLAIN);
    const window = frame;
    frame = null;
    await name(host, location.host);
    await key('Enter');
    await until(() => panelOf(host)?.textContent?.includes('Your browser opened no window.'));
    expect(rowsOf(host).map(({ textContent }) => textContent?.trim())).to.deep.equal(['Try again', 'Cancel']);
    expect(host.shadowRoot?.activeElement).to.equal(rowNamed(host, 'Try again'));
    frame = window;
    await click(rowNamed(host, 'Try again'));
    expect(opened).to.have.length(2);
    greet();
    await until(() => heard.length);
  });

  it('is not remembered', async () => {
    const host = await put(PLAIN);
    const field = await name(host, 'agent.example');
    expect(field.autocomplete).to.equal('off');
    await key('Escape');
    await press(host);
    expect(panelOf(host)?.querySelector('input')?.value).to.equal('');
  });

  it('can be handed the link, by a link: by-link in the press', async () => {
    const host = await put(PLAIN);
    await name(host, '');
    const row = rowNamed(host, 'Hand it the link') as HTMLAnchorElement;
    const link = host.querySelector('a') as HTMLAnchorElement;
    expect(row.href).to.equal(`web+rel:${encodeURIComponent(link.href)}`);
    expect(row.target).to.equal('_blank');
    row.addEventListener('click', (event) => event.preventDefault());
    row.focus();
    await key('Enter');
    expect(vendor.outcomes()).to.deep.equal(['by-link']);
    const without = await put('<rel-button></rel-button>');
    await press(without);
    expect(panelOf(without)?.querySelector('[href^="web+rel:"]')).to.equal(null);
  });
});

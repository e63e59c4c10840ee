/**
 * An agent without any library, written from docs/contract.md: this half runs in vendors' pages. It offers, and once it is chosen it opens
 * the agent's own window, `ask.html`, which asks the person and signs. It holds no key and no record.
 */
const home = new URL(import.meta.url).origin;
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const ACT = /^[a-z][a-z\d-]*(\.[a-z\d-]+)*$/;
const OFFERED = ['relate', 'pause', 'resume', 'leave'];

const isList = (list, form) =>
  Array.isArray(list) && list.length <= 32 && list.every((one) => typeof one === 'string' && form.test(one));
const parse = (text) => {
  if (typeof text !== 'string' || text.length > 65_536) return undefined;
  try {
    const message = JSON.parse(text);
    return UUID.test(message?.id) ? message : undefined;
  } catch {
    return undefined;
  }
};
const send = (type, id, members) =>
  document.dispatchEvent(new CustomEvent('rel-message', { detail: JSON.stringify({ v: 1, id, type, ...members }) }));

let press = { path: [], at: -Infinity };
window.addEventListener(
  'click',
  (event) => {
    if (event.isTrusted) press = { path: event.composedPath(), at: performance.now() };
  },
  true,
);
/** Returns whether a person has just pressed this host. */
const isPressed = (host) =>
  host.shadowRoot &&
  press.path.includes(host.shadowRoot) &&
  performance.now() - press.at < 1_000 &&
  navigator.userActivation.isActive;

/** Opens the agent's window. `port` resolves once that window has said hello. */
const openWindow = () => {
  const opened = window.open(`${home}/ask.html`, '_blank', 'popup,width=480,height=680');
  const port = new Promise((resolve) => {
    window.addEventListener('message', function hello({ source, origin, data }) {
      if (!opened || source !== opened || origin !== home || data?.rel !== 'hello') return;
      window.removeEventListener('message', hello);
      const { port1, port2 } = new MessageChannel();
      opened.postMessage({ rel: 'welcome' }, home, [port2]);
      resolve(port1);
    });
  });
  return { opened, port };
};

/** The open flows: host, offer and window, by the id of the ask. */
const flows = new Map();
let offers = [];

const onAsk = (message, host) => {
  const { id, v, acts, lang } = message;
  if (!Array.isArray(v) || !v.includes(1) || !isList(acts, ACT) || typeof lang !== 'string' || lang.length > 64) return;
  offers = offers.filter((at) => performance.now() - at < 60_000);
  const offered = acts.filter((act) => OFFERED.includes(act));
  if (!isPressed(host) || flows.has(id) || !offered.length || offers.length >= 30) return;
  offers.push(performance.now());
  const offer = crypto.randomUUID();
  flows.set(id, { host, offer, acts: offered });
  send('offer', id, { offer, acts: offered, label: 'Plain agent' });
};

const onChoose = async (message, flow) => {
  const { id, act, vendor, accepts, challenge } = message;
  const { offer } = flow;
  if (flow.isChosen || message.offer !== offer || !flow.acts.includes(act)) return;
  flow.isChosen = true;
  if (vendor?.origin !== location.origin || !isList(accepts, /^[A-Z\d-]{1,64}$/)) {
    flows.delete(id);
    send('done', id, { offer, outcome: 'dismissed' });
    return;
  }
  send('ack', id, { offer });
  const { opened, port } = openWindow();
  Object.assign(flow, { opened, port: await port });
  flow.port.onmessage = ({ data: { type, ...members } }) => {
    if (!flows.has(id)) return;
    if (type === 'done') flows.delete(id);
    send(type, id, { offer, ...members });
  };
  flow.port.postMessage({ type: 'choose', act, name: String(vendor.name), accepts, challenge });
};

document.addEventListener('rel-message', (event) => {
  const [host] = event.composedPath();
  const message = parse(event.detail);
  if (!message || (host !== document && !(host instanceof Element))) return;
  if (message.type === 'ask' && host !== document) onAsk(message, host);
  const flow = flows.get(message.id);
  if (!flow || (host !== flow.host && !(host === document && message.type === 'cancel'))) return;
  if (message.v !== 1) return;
  if (message.type === 'choose') void onChoose(message, flow);
  if (message.type === 'answer' && message.offer === flow.offer) flow.port?.postMessage(message);
  if (message.type === 'cancel' && (message.offer ? message.offer === flow.offer : !flow.isChosen)) {
    flows.delete(message.id);
    flow.opened?.close();
  }
});

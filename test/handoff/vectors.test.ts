/** The handshakes of vectors/handshakes.json, as a host's flow goes through them. */
import { expect } from 'chai';
import { FROM_AGENT, parseMessage } from '../../src/contract/messages.js';
import { type PageReply, parseReply } from '../../src/contract/replies.js';
import { Flow } from '../../src/handoff/flow.js';
import type { Offer } from '../../src/handoff/offers.js';
import type { HandshakeCase, Step } from '../vectors/handshakes.js';

const { cases } = (await (await fetch('/vectors/handshakes.json')).json()) as { cases: HandshakeCase[] };
const told = { vendor: { origin: 'https://shop.example', name: 'Shop' }, accepts: ['SD-BASE'], endpoint: undefined };

const run = async ({ offers, steps }: HandshakeCase): Promise<HandshakeCase['expect']> => {
  const sent: string[] = [];
  let [outcome, id]: [string | null, string] = [null, ''];
  let decide: (reply: PageReply | undefined) => void = () => undefined;
  const hear = (message: object): void => {
    const parsed = parseMessage(JSON.stringify(message).replaceAll('<id>', id), FROM_AGENT);
    if (parsed) flow.receive(parsed, 'public');
  };
  const speak = (text: string): void => {
    const said = JSON.parse(text) as { type: string; id: string; answer?: string };
    sent.push(said.answer === undefined ? said.type : `${said.type} ${said.answer}`);
    id = said.id;
    if (said.type === 'ask') offers.forEach(hear);
  };
  const flow: Flow = new Flow(
    { acts: ['relate'], lang: 'en', status: 'offered', told },
    {
      submit: () => new Promise((resolve) => (decide = resolve)),
      open: () => null,
      update: (over) => void (outcome = over ?? outcome),
    },
    () => ({ private: undefined, public: speak }),
  );
  const take = (step: Step): void => {
    if ('agent' in step) hear(step.agent);
    else if ('choose' in step) {
      const offer = Object.values<Offer>(flow.offers).find((one) => one.id === step.choose);
      if (offer) flow.choose(offer, 'relate');
    } else if ('cancel' in step) flow.cancel(step.cancel);
    else decide(step.vendor ? parseReply(JSON.stringify(step.vendor.body), step.vendor.status) : undefined);
  };
  flow.ask();
  for (const step of steps) {
    take(step);
    // The answer goes to the agent in a later task.
    do await new Promise((resolve) => setTimeout(resolve, 0));
    while ('vendor' in step && flow.state === 'deciding');
  }
  const result = { sent: [...sent], outcome };
  flow.cancel('page');
  return result;
};

describe('a handshake of the vectors', () => {
  for (const one of cases) it(one.name, async () => expect(await run(one)).to.deep.equal(one.expect));
});

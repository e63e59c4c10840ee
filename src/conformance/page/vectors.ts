/** The handshakes and messages of `relbutton/vectors`, as cases. */
import { readFile } from 'node:fs/promises';
import type { Case } from '../report.js';
import type { FlowInPage } from './flow-in-page.js';
import { inPage, type PageProbe } from './probe.js';

type Sent = Readonly<Record<string, unknown>>;
interface Handshake {
  readonly name: string;
  readonly rules: readonly string[];
  readonly offers: readonly Sent[];
  readonly steps: readonly {
    readonly choose?: string;
    readonly agent?: Sent;
    readonly vendor?: { readonly status: number; readonly body: unknown };
    readonly cancel?: unknown;
  }[];
  readonly expect: { readonly sent: readonly string[]; readonly outcome: string | null };
}
interface MessageCase {
  readonly name: string;
  readonly rules: readonly string[];
  readonly to: string;
  readonly detail: string;
  readonly expect: { readonly result: 'taken' | 'dropped' | 'ignored' };
}

const handshakeCase = ({ name, rules, ...handshake }: Handshake): Case<PageProbe> =>
  inPage(
    rules,
    `handshake: ${name}`,
    async (t: FlowInPage, { offers, steps, expect }) => {
      t.lane = 'public';
      t.answerBy = 'endpoint';
      for (const [i, offer] of offers.entries()) t.offers.push({ lane: 'public', message: { ...offer, label: `Row${i}` } });
      await t.ask();
      let decided = 0;
      for (const { choose, agent, vendor, cancel } of steps) {
        const row = offers.findIndex(({ offer }) => offer === choose);
        if (choose && row >= 0) {
          await t.pressRow(`Row${row}`);
          await t.until(() => t.of('choose').length, 'The agent is not chosen.');
        }
        if (agent) {
          const { id, ...message } = agent;
          t.say('public', id === '<id>' ? message : agent);
        }
        if (vendor) {
          const proposal = await t.until(() => t.proposals[decided], 'The vendor gets no proposal.');
          proposal.answer(vendor.body, vendor.status);
          decided++;
          // A vendor that was not reached brings no answer.
          const answers = t.of('answer').length;
          await t.until(() => t.of('answer').length > answers, '', 1_000).catch(() => undefined);
        }
        if (cancel !== undefined) t.host.cancel?.();
        await t.rest(15);
      }
      if (expect.outcome) await t.until(() => t.outcomes.length, 'The flow has no outcome.');
      const sent = t.words.join(', ');
      t.check(
        sent.replaceAll('cancel all', 'cancel') === expect.sent.join(', '),
        `It sends ${sent}, not ${expect.sent.join(', ')}.`,
      );
      const outcome = t.outcomes[0]?.outcome ?? null;
      t.check(outcome === expect.outcome, `The outcome is ${outcome}, not ${expect.outcome}.`);
    },
    handshake,
  );

const messageCase = ({ name, rules, detail, expect }: MessageCase): Case<PageProbe> =>
  inPage(
    rules,
    `${name}, as an offer: ${expect.result}`,
    async (t: FlowInPage, given) => {
      const { node } = t;
      if (!node) t.skip('The private lane is not reached.');
      const known = '0f8fad5b-d9cb-4469-a165-70867728950e';
      const offer = (): void => {
        node.removeEventListener('rel-message', offer);
        t.sendAny(given.detail.replaceAll(known, t.id).replaceAll(known.toUpperCase(), t.id.toUpperCase()), node);
      };
      node.addEventListener('rel-message', offer);
      await t.ask();
      const isTaken = t.of('choose').length > 0;
      t.check(isTaken === given.isTaken, isTaken ? 'The agent is chosen.' : 'The agent is not chosen.');
    },
    { detail, isTaken: expect.result === 'taken' },
  );

/** Returns whether a message can be tried in place of an offer: one, or one that a host does not take. */
const isForOffer = ({ to, detail, expect }: MessageCase): boolean =>
  to === 'host' && (expect.result !== 'taken' || detail.includes('"type":"offer"'));

const read = async <T>(file: string): Promise<readonly T[]> =>
  (JSON.parse(await readFile(new URL(`../../../vectors/${file}.json`, import.meta.url), 'utf8')) as { cases: readonly T[] })
    .cases;

/** Reads the cases of the vectors. */
export const vectorCases = async (): Promise<readonly Case<PageProbe>[]> => [
  ...(await read<Handshake>('handshakes')).map(handshakeCase),
  ...(await read<MessageCase>('messages')).filter(isForOffer).map(messageCase),
];

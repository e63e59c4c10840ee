/** Says a record in plain words. */
import type { Body } from '../../contract/bodies.js';
import { type Claims, sideOf } from '../../contract/record.js';
import { html, type Markup, type Part } from './html.js';
import { quote } from './parts.js';
import { PER, W } from './words.js';

type Money = Pick<Body<'pledge'>, 'amount' | 'currency'>;
const money = ({ amount, currency }: Money): string => `${amount} ${currency}`;
/** Says what a pledge promises. */
export const pledged = (body: Body<'pledge'>): Markup => {
  const { per, for: purpose } = body;
  return html`${money(body)}${per && ` ${PER[per]}`}${purpose && html`, for ${quote(purpose)}`}`;
};

type Saying = (body: never, agreement: string | undefined) => Part;
/** Says what a record says, by its act. A share is named by its scope alone: what was shared may be over. */
const SAYINGS: Readonly<Record<string, Saying>> = {
  relate: (_: never, agreement) => `agreed on ${agreement}`,
  converse: ({ text }: Body<'converse'>) => html`said: ${quote(text)}`,
  intentcast: ({ need, budget, by }: Body<'intentcast'>) =>
    html`need: ${quote(need)}${budget && ` Budget: ${money(budget)}.`}${by && html` By <bdi>${by}</bdi>.`}`,
  pledge: (body: Body<'pledge'>) => html`pledged ${pledged(body)}`,
  receipt: (body: Body<'receipt'>) => html`received ${money(body)} on <bdi>${body.at}</bdi>`,
  share: ({ scope }: Body<'share'>) => html`shared ${quote(scope)}`,
  revoke: () => 'took a share back',
  regard: ({ feels, note }: Body<'regard'>) => html`said how it feels: ${feels}${note && html`, ${quote(note)}`}`,
  pause: ({ reason }: Body<'pause'>) => html`paused${reason && html`: ${quote(reason)}`}`,
  resume: ({ reason }: Body<'resume'>) => html`took up again${reason && html`: ${quote(reason)}`}`,
  leave: () => 'left',
};

/** Says a record: who, and what. */
export const sayingOf = (claims: Claims): Markup => {
  const { act, agreement, body = {} } = claims;
  const who = sideOf(claims) === 'vendor' ? W.we : W.they;
  return html`${who} ${Object.hasOwn(SAYINGS, act) ? SAYINGS[act]?.(body as never, agreement) : act}`;
};

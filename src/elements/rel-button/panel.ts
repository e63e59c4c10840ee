import { html, nothing, type TemplateResult } from 'lit';
import { AGREEMENTS, type AgreementId, agreementUrl } from '../../contract/agreements.js';
import type { Outcome } from '../../contract/flow.js';
import type { Flow } from '../../handoff/flow.js';
import { opensElsewhere } from '../../handoff/captured-dom.js';
import type { Offer } from '../../handoff/offers.js';
import { agentOrigin } from '../../handoff/web-agent.js';
import { fill, type Words } from '../../locales/en.js';
import { saveCopy } from './save-copy.js';
import type { Links } from './links.js';
import { drawPrivateList } from './agent-list.js';

type Part = TemplateResult | typeof nothing;

/** What the panel is drawn from. */
interface View {
  readonly flow: Flow;
  readonly links: Links;
  readonly words: Words;
}

/** The sentence for where a flow stands, or for its outcome; empty while the person chooses. */
export const message = ({ state, agent, reply, terms }: Flow, words: Words, outcome?: Outcome): string => {
  const { code, message = '' } = reply ?? {};
  const key = code === 'no_endpoint' ? code : state === 'accept' ? 'agreed' : state;
  return `${fill(words.said[outcome ?? key], terms.told.vendor.name, agent || words.agent)} ${message}`.trim();
};

/** Runs an action unless the click is meant for a new tab or window. */
const on = (run: () => void) => (event: MouseEvent) => void (opensElsewhere(event) || run());

const row = (label: unknown, run: () => void): TemplateResult =>
  html`<button class="look base outline row" @click=${on(run)}><span>${label}</span></button>`;

const linkRow = (to: Pick<HTMLAnchorElement, 'href' | 'target'> | null, label: unknown, flow: Flow): Part =>
  to
    ? html`<a class="look base outline row" href=${to.href} target=${to.target} @click=${on(() => flow.follow())}><span>${label}</span></a>`
    : nothing;

/** An agreement in plain words, with a link to its official text. */
const agreement = (id: AgreementId, words: Words): TemplateResult => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat(words.lang).format(permits.map((use) => words.uses[use]));
  return html`<li>${fill(words.permits, uses)} ${portability ? words.portability : nothing} <a href=${agreementUrl(id)} target="_blank" rel="noreferrer">${fill(words.official, id)}</a></li>`;
};

const agreements = ({ flow, words }: View): Part => {
  const { accepts, vendor } = flow.terms.told;
  return accepts[0]
    ? html`<p>${fill(words.accepts, vendor.name)}</p><ul>${accepts.map((id) => agreement(id as AgreementId, words))}</ul>`
    : nothing;
};

/** A row for each agent that offers an act. */
const agentsFor = (act: string, i: number, { flow, words }: View): Part => {
  const heading = (words.acts as Readonly<Record<string, string>>)[act] ?? act;
  const offers = Object.values(flow.offers).filter((offer) => offer.acts.includes(act));
  const rowOf = (offer: Offer): Part => row(html`<bdi>${offer.label || words.agent}</bdi>`, () => flow.choose(offer, act));
  return offers[0] ? html`${i ? html`<h3>${heading}</h3>` : nothing}${offers.map(rowOf)}` : nothing;
};

const agents = (view: View): unknown => {
  const { flow, words } = view;
  if (!flow.isPrivate) return flow.terms.acts.map((act, i) => agentsFor(act, i, view));
  // The one box of private agents leaves this panel with the flow: the next may be another button's.
  return flow.state === 'choosing' ? drawPrivateList(flow, words) : nothing;
};

/** The ways that need no agent: the vendor's link, a mail, a copy to keep, an app to send to. */
const ways = ({ flow, links: { link, mail }, words }: View): TemplateResult => {
  const { name } = flow.terms.told.vendor;
  const keep = (): void => {
    flow.follow();
    saveCopy(flow.terms, link?.href);
  };
  const share = (): void => {
    flow.follow();
    // Rejects where the person changes their mind: no matter of ours.
    navigator.share({ title: fill(words.relate, name), url: link?.href ?? location.href }).catch(() => undefined);
  };
  return html`${linkRow(link, link?.textContent, flow)}${linkRow(mail, fill(words.write, name), flow)}${row(words.keep, keep)}${
    'share' in navigator ? row(words.send, share) : nothing
  }`;
};

/** An agent at an address that the person types, or that the browser opens `web+rel:` links with. */
const elsewhere = ({ flow, links: { link }, words }: View): TemplateResult => {
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    const [field] = event.target as unknown as [HTMLInputElement];
    const agent = agentOrigin(field.value);
    field.setCustomValidity(agent ? '' : words.noAddress);
    if (field.reportValidity()) flow.open(agent as string);
  };
  const hand = link && { href: `web+rel:${encodeURIComponent(link.href)}`, target: '_blank' };
  return html`<details><summary>${words.have}</summary><form novalidate @submit=${open}><label>${words.address} <input class="look outline" inputmode="url" autocomplete="off"></label><button class="look base outline row"><span>${words.open}</span></button></form>${linkRow(hand, words.hand, flow)}</details>`;
};

const explanation = ({ flow, words }: View): TemplateResult =>
  html`<details><summary>${words.what}</summary>${fill(words.explanation, flow.terms.told.vendor.name)}</details>`;

const choices = (view: View): TemplateResult =>
  html`${agreements(view)}${agents(view)}${ways(view)}${elsewhere(view)}${explanation(view)}`;

const progress = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { state } = flow;
  const mayRetry = state === 'unheard' || state === 'unopened' || state === 'unreached';
  return html`<p>${message(flow, words)}</p>${mayRetry ? row(words.retry, () => flow.retry()) : nothing}${
    state === 'silent' ? row(words.another, () => flow.chooseAnother()) : nothing
  }${state === 'refuse' ? ways(view) : nothing}`;
};

/** The panel of a flow (contract, "A flow"). */
export const renderPanel = (view: View): TemplateResult => {
  const { flow, words } = view;
  const title = fill(words.relate, flow.terms.told.vendor.name);
  return html`<div class="initial"><div part="chooser" popover="manual" role="dialog" lang=${words.lang} aria-label=${title} tabindex="-1"><h2>${title}</h2>${
    // Once the flow has ended the panel stays, hidden, so that the click on one of its links can still lead on.
    flow.state === 'choosing' || flow.state === 'ended' ? choices(view) : progress(view)
  }${row(words.cancel, () => flow.cancel('user'))}</div></div>`;
};

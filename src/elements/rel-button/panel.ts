import { html, nothing, type TemplateResult } from 'lit';
import { AGREEMENTS, type AgreementId, agreementUrl } from '../../contract/agreements.js';
import type { Outcome } from '../../contract/flow.js';
import type { Flow } from '../../handoff/flow.js';
import { opensElsewhere } from '../../handoff/captured-dom.js';
import type { Offer } from '../../handoff/offers.js';
import { type Links, pressLink } from '../../handoff/links.js';
import { agentOrigin } from '../../handoff/web-agent.js';
import { fill, type Words } from '../../locales/en.js';
import { saveCopy } from './save-copy.js';
import { drawPrivateList } from './agent-list.js';

type Part = TemplateResult | typeof nothing;

/** The data of the panel. */
interface View {
  readonly flow: Flow;
  readonly links: Links;
  readonly words: Words;
}

/** The sentence for where a flow stands, or for its outcome; empty while the person chooses. */
export const message = ({ state, agent, reply, terms }: Flow, words: Words, outcome?: Outcome): string => {
  const { code, message = '' } = reply ?? {};
  const key = outcome ?? (state === 'accept' ? 'agreed' : state);
  return `${fill(words.said[code === 'no_endpoint' ? code : key], terms.told.vendor.name, agent || words.agent)} ${message}`.trim();
};

/** Runs an action unless the click is meant for a new tab or window. */
const on = (run: () => void) => (event: MouseEvent) => void (opensElsewhere(event) || run());

/** A text that may change. A text binding of lit goes on writing to the text node that a translator or an extension has replaced. */
const say = (text: string): TemplateResult => html`<span .textContent=${text}></span>`;

const row = (label: TemplateResult, run: () => void): TemplateResult =>
  html`<button class="look base outline row" @click=${on(run)}>${label}</button>`;

const linkRow = (
  to: Pick<HTMLAnchorElement, 'href' | 'target'>,
  label: string,
  run: (event: MouseEvent) => void,
): TemplateResult => html`<a class="look base outline row" href=${to.href} target=${to.target} @click=${run}>${say(label)}</a>`;

/** The vendor's own link: a click here becomes one there. */
const vendorRow = (link: HTMLAnchorElement | undefined, label: string, flow: Flow): Part =>
  link
    ? linkRow(link, label, (event) => {
        event.preventDefault();
        if (!opensElsewhere(event)) flow.follow();
        pressLink(link, event);
      })
    : nothing;

/** An agreement in plain words, with a link to its official text. */
const agreement = (id: AgreementId, words: Words): TemplateResult => {
  const { permits, portability } = AGREEMENTS[id];
  const uses = new Intl.ListFormat(words.lang).format(permits.map((use) => words.uses[use]));
  const text = `${fill(words.permits, uses)} ${portability ? words.portability : ''}`;
  return html`<li>${say(text)} <a href=${agreementUrl(id)} target="_blank" rel="noreferrer">${say(fill(words.official, id))}</a></li>`;
};

const agreements = ({ flow, words }: View): Part => {
  const { accepts, vendor } = flow.terms.told;
  return accepts[0]
    ? html`<p>${say(fill(words.accepts, vendor.name))}</p><ul>${accepts.map((id) => agreement(id as AgreementId, words))}</ul>`
    : nothing;
};

/** A row for each agent that offers an act. */
const agentsFor = (act: string, i: number, { flow, words }: View): Part => {
  const heading = (words.acts as Readonly<Record<string, string>>)[act] ?? act;
  const offers = Object.values(flow.offers).filter((offer) => offer.acts.includes(act));
  const rowOf = (offer: Offer): Part => row(html`<bdi>${say(offer.label || words.agent)}</bdi>`, () => flow.choose(offer, act));
  return offers[0] ? html`${i ? html`<h3>${say(heading)}</h3>` : nothing}${offers.map(rowOf)}` : nothing;
};

const agents = (view: View): unknown => {
  const { flow, words } = view;
  if (!flow.isPrivate) return flow.terms.acts.map((act, i) => agentsFor(act, i, view));
  // The one box of private agents leaves this panel with the flow: the next may be another button's.
  return flow.state === 'choosing' ? drawPrivateList(flow, words) : nothing;
};

/** The ways that need no agent: the vendor's link, a mail, a copy to keep, an app to send to. */
const ways = ({ flow, links: { link, mail, label }, words }: View): TemplateResult => {
  const { name } = flow.terms.told.vendor;
  const relate = fill(words.relate, name);
  const keep = (): void => {
    flow.follow();
    saveCopy(flow.terms, link?.href);
  };
  const share = (): void => {
    flow.follow();
    // Rejects where the person changes their mind: no matter of ours.
    globalThis.navigator.share({ title: relate, url: link?.href ?? location.href }).catch(() => undefined);
  };
  return html`${vendorRow(link, label || relate, flow)}${vendorRow(mail, fill(words.write, name), flow)}${row(say(words.keep), keep)}${
    'share' in globalThis.navigator ? row(say(words.send), share) : nothing
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
  const hand = link
    ? linkRow(
        { href: `web+rel:${encodeURIComponent(link.href)}`, target: '_blank' },
        words.hand,
        on(() => flow.follow()),
      )
    : nothing;
  return html`<details><summary>${say(words.have)}</summary><form novalidate @submit=${open}><label>${say(words.address)} <input class="look outline" inputmode="url" autocomplete="off"></label><button class="look base outline row">${say(words.open)}</button></form>${hand}</details>`;
};

const explanation = ({ flow, words }: View): TemplateResult =>
  html`<details><summary>${say(words.what)}</summary>${say(fill(words.explanation, flow.terms.told.vendor.name))}</details>`;

/** The rows by which a passkey signs. */
const passkey = ({ flow, words }: View): Part => {
  const { acts, told } = flow.terms;
  const [agreement] = told.accepts;
  return flow.canSign
    ? html`${row(say(words.sign ?? ''), () => flow.sign({ act: acts[0] as string, agreement }))}${row(say(words.before ?? ''), () => flow.comeBack())}`
    : nothing;
};

const choices = (view: View): TemplateResult =>
  html`${agreements(view)}${agents(view)}${passkey(view)}${ways(view)}${elsewhere(view)}${explanation(view)}`;

const progress = (view: View): TemplateResult => {
  const { flow, words } = view;
  const { state } = flow;
  const mayRetry = state === 'unheard' || state === 'unopened' || state === 'unreached';
  return html`<p>${say(message(flow, words))}</p>${mayRetry ? row(say(words.retry), () => flow.retry()) : nothing}${
    state === 'unsigned' || state === 'counter'
      ? row(
          say(words.sign ?? ''),
          () => flow.wish && flow.sign({ ...flow.wish, agreement: flow.reply?.counter ?? flow.wish.agreement }),
        )
      : nothing
  }${
    state === 'silent' ? row(say(words.another), () => flow.chooseAnother()) : nothing
  }${state === 'refuse' ? ways(view) : nothing}`;
};

/** The panel of a flow (contract, "A flow"). */
export const renderPanel = (view: View): TemplateResult => {
  const { flow, words } = view;
  const title = fill(words.relate, flow.terms.told.vendor.name);
  return html`<div class="initial"><div part="chooser" popover="manual" role="dialog" lang=${words.lang} aria-label=${title} tabindex="-1"><h2>${say(title)}</h2>${
    // Once the flow has ended the panel stays, hidden, so that a click on its `web+rel:` link can still lead on.
    flow.state === 'choosing' || flow.state === 'ended' ? choices(view) : progress(view)
  }${row(say(words.cancel), () => flow.cancel('user'))}</div></div>`;
};

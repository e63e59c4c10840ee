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

/** What a flow says to the person; nothing while they choose. */
export const message = ({ state, agent, refusal, terms }: Flow, words: Words, outcome?: Outcome): string =>
  `${fill(words.said[outcome ?? state], terms.told.vendor.name, agent || words.agent)} ${refusal}`.trim();

/** The panel of a flow that is on (contract, sections 6 and 9). */
export const panel = (flow: Flow, { link, mail }: Links, words: Words): TemplateResult => {
  const { acts, told } = flow.terms;
  const { name } = told.vendor;
  const said = message(flow, words);
  const title = fill(words.relate, name);

  const on = (run: () => void) => (event: MouseEvent) => void (opensElsewhere(event) || run());
  const row = (label: unknown, run: () => void): TemplateResult =>
    html`<button class="look base outline row" @click=${on(run)}><span>${label}</span></button>`;
  const linkRow = (to: Pick<HTMLAnchorElement, 'href' | 'target'> | null, label: unknown): Part =>
    to
      ? html`<a class="look base outline row" href=${to.href} target=${to.target} @click=${on(flow.follow)}><span>${label}</span></a>`
      : nothing;

  /** What the vendor agrees to, in plain words beside the official texts. */
  const agreement = (id: AgreementId): TemplateResult => {
    const { permits, portability } = AGREEMENTS[id];
    const uses = new Intl.ListFormat(words.lang).format(permits.map((use) => words.uses[use]));
    return html`<li>${fill(words.permits, uses)} ${portability ? words.portability : nothing} <a href=${agreementUrl(id)} target="_blank" rel="noreferrer">${fill(words.official, id)}</a></li>`;
  };

  /** A row for each agent that answered an act. */
  const agents = (act: string, i: number): Part => {
    const heading = (words.acts as Readonly<Record<string, string>>)[act] ?? act;
    const offers = Object.values(flow.offers).filter((offer) => offer.acts.includes(act));
    const rowOf = (offer: Offer): Part => row(html`<bdi>${offer.label || words.agent}</bdi>`, () => flow.choose(offer, act));
    return offers[0] ? html`${i ? html`<h3>${heading}</h3>` : nothing}${offers.map(rowOf)}` : nothing;
  };

  const keep = (): void => {
    flow.follow();
    saveCopy(flow.terms, link?.href);
  };
  const share = (): void => {
    flow.follow();
    // Rejects where the person changes their mind: no matter of ours.
    globalThis.navigator.share({ title, url: link?.href ?? location.href }).catch(() => undefined);
  };

  // The one box of names leaves this panel with the flow: the next may be another button's.
  const names = (): unknown => (flow.state === 'choosing' ? drawPrivateList(flow, words) : nothing);

  const openAgent = (event: SubmitEvent): void => {
    event.preventDefault();
    const [field] = event.target as unknown as [HTMLInputElement];
    const agent = agentOrigin(field.value);
    field.setCustomValidity(agent ? '' : words.noAddress);
    if (field.reportValidity()) flow.open(agent as string);
  };

  const choices = (): Part =>
    html`${
      told.accepts[0]
        ? html`<p>${fill(words.accepts, name)}</p><ul>${(told.accepts as readonly AgreementId[]).map(agreement)}</ul>`
        : nothing
    }${flow.isPrivate ? names() : acts.map(agents)}${linkRow(link, link?.textContent)}${linkRow(mail, fill(words.write, name))}${row(words.keep, keep)}${
      'share' in globalThis.navigator ? row(words.send, share) : nothing
    }<details><summary>${words.have}</summary><form novalidate @submit=${openAgent}><label>${words.address} <input class="look outline" inputmode="url" autocomplete="off"></label><button class="look base outline row"><span>${words.open}</span></button></form>${linkRow(
      link && { href: `web+rel:${encodeURIComponent(link.href)}`, target: '_blank' },
      words.hand,
    )}</details><details><summary>${words.what}</summary>${fill(words.explanation, name)}</details>`;

  const progress = (): Part =>
    html`<p>${said}</p>${/^un/.test(flow.state) ? row(words.retry, flow.retry) : nothing}${
      flow.state === 'silent' ? row(words.another, flow.chooseAnother) : nothing
    }`;

  return html`<div part="chooser" popover="manual" role="dialog" lang=${words.lang} aria-label=${title} tabindex="-1"><h2>${title}</h2>${
    said ? progress() : choices()
  }${row(words.cancel, () => flow.cancel('user'))}</div>`;
};

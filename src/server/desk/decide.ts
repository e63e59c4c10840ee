import { type AgreementId } from '../../contract/agreements.js';
import { signedBy } from '../../records/jws.js';
import type { PendingProposal } from '../relationship.js';
import { formFor } from './forms.js';
import { html, type Markup } from './html.js';
import { PAGE, pageOf, paging } from './paging.js';
import { linkTo, listOr, type Page, reachIn, reachLink, timeOf, type View } from './parts.js';
import { sayingOf } from './saying.js';
import { inPlainWords, nameOf, SIGNED, W } from './words.js';

/** Shows a proposal, with the two answers. @param back the page to go back to. Default: the relationship's own */
export const proposalOf = (view: View, { iss, claims, record }: PendingProposal, back?: string): Markup => {
  const name = nameOf(iss);
  const agreement = claims.agreement as AgreementId;
  const reach = reachIn([{ claims }]);
  const decision = (act: string, text: string): Markup =>
    formFor(view, { iss, act, ...(back && { back }), text, label: `${text} what ${name} proposes` });
  return html`
    <p>Proposes ${agreement}: ${inPlainWords(agreement)}</p>
    ${claims.act !== 'relate' && html`<p>${sayingOf(claims)}</p>`}
    <dl>
      <div><dt>${W.asked}</dt><dd>${timeOf(view, claims.iat * 1_000)}</dd></div>
      <div><dt>${W.signed}</dt><dd>${SIGNED[signedBy(record)]}</dd></div>
      ${reach && html`<div><dt>${W.reach}</dt><dd>${reachLink(reach)}</dd></div>`}
    </dl>
    <div class="actions">${decision('accept', W.accept)} ${decision('refuse', W.refuse)}</div>
  `;
};

/** The proposals that await a decision. */
export const decidePage = async (view: View, query: URLSearchParams): Promise<Page> => {
  const after = query.get('after') ?? undefined;
  const found = await pageOf(view.vendor.pending({ after, limit: PAGE + 1 }));
  const cards = found.items.map(
    (one) => html`<article class="card"><h2>${linkTo(view, one.iss)}</h2>${proposalOf(view, one, 'decide')}</article>`,
  );
  const body = html`
    <div id="decide">${listOr(cards, W.nobodyAsks)}</div>
    ${paging(`${view.base}/decide`, after ? { after } : {}, found)}
  `;
  return { title: W.decide, body };
};

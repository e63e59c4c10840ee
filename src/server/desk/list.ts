import { customerOf, readClaims } from '../../contract/record.js';
import type { ListedRelationship } from '../reading.js';
import { html, type Markup } from './html.js';
import { PAGE, pageOf, paging } from './paging.js';
import { badge, dayOf, type GoTo, KEY, linkTo, type Page, pathOf, type View } from './parts.js';
import { STATUSES, W } from './words.js';

/** The statuses by which the list is chosen; one that was refused is kept out. */
const CHOSEN = ['asked', 'related', 'paused', 'ended'] as const;
type Chosen = (typeof CHOSEN)[number];

const row = (view: View, { iss, status, agreement, since, counts, proposal }: ListedRelationship): Markup => html`
  <li>
    <h2>${linkTo(view, iss)}</h2>
    ${badge(status)}
    <p>
      ${
        proposal
          ? html`<strong>${W.asksFor} ${proposal.claims.agreement}</strong>`
          : html`${agreement} ${since && html`${W.since.toLowerCase()} ${dayOf(view, Date.parse(since))}`}`
      }
    </p>
    <p class="small">${W.records}: ${counts.customer} ${W.theirs}, ${counts.vendor} ${W.ours}</p>
  </li>
`;

/** Returns the beginning of a key that a search names: a name as the desk writes it, a key, or a whole record. */
const keyIn = (search: string): string => {
  const claims = search.startsWith('{') ? readClaims(search) : null;
  return claims ? customerOf(claims) : search.replace(/^customer\s+/i, '').replace(/…$/, '');
};

const choice = (view: View, chosen: Chosen | undefined): Markup => {
  const link = (status: Chosen | undefined, text: string): Markup => html`
    <a href="${view.base || '/'}${status && `?status=${status}`}" ${status === chosen && html`aria-current="true"`}>${text}</a>
  `;
  return html`
    <nav aria-label="Status" class="choice">
      ${link(undefined, W.every)} ${CHOSEN.map((status) => link(status, STATUSES[status]))}
    </nav>
  `;
};

const searchForm = (view: View, search: string): Markup => html`
  <form role="search" action="${view.base || '/'}" class="search">
    <label>${W.search} <input name="search" value="${search}" maxlength="16384" aria-describedby="hint" spellcheck="false" autocomplete="off" /></label>
    <button>${W.find}</button>
    <p class="small" id="hint">${W.searchHint}</p>
  </form>
`;

/** The list of all relationships, or of those of one status, or whose key begins as is searched. */
export const listPage = async (view: View, query: URLSearchParams): Promise<Page | GoTo> => {
  const { vendor, base } = view;
  const [after, search] = [query.get('after') ?? undefined, (query.get('search') ?? '').trim()];
  const status = CHOSEN.find((one) => one === query.get('status'));
  const key = keyIn(search);
  if (KEY.test(key)) return { goTo: pathOf(view, key) };
  const list = vendor.relationships({ after, status, ...(!key && { limit: PAGE + 1 }) });
  const found = await pageOf(list, ({ iss }) => iss.startsWith(key));
  const asks = await pageOf(vendor.pending({ limit: 1 }));
  const kept = { ...(after && { after }), ...(status && { status }), ...(search && { search }) };
  const none = Object.keys(kept).length > 0 ? W.noneFound : W.none;
  const body = html`
    <p class="lead">${W.lead}</p>
    ${asks.items.length > 0 && html`<p class="notice"><a href="${base}/decide">${W.someAsk}</a></p>`}
    ${searchForm(view, search)} ${choice(view, status)}
    ${found.items.length > 0 ? html`<ul id="list">${found.items.map((one) => row(view, one))}</ul>` : html`<p>${none}</p>`}
    ${paging(base || '/', kept, found)}
  `;
  return { title: W.all, body };
};

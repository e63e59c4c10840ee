/** The pages that look through relationships: threads that wait for the vendor's answer, and pledges that stand. */
import { conversationsOf } from '../../contract/conversations.js';
import { pledgesOf } from '../../contract/pledges.js';
import { html, type Part } from './html.js';
import { type Looked, lookInto, paging, type Told } from './paging.js';
import { linkTo, listOr, type Page, type View } from './parts.js';
import { pledgeList } from './pledges.js';
import { threadOf } from './threads.js';
import { W } from './words.js';

/** A page that looks through relationships. */
interface Search<T> {
  readonly name: 'answer' | 'pledges';
  /** The sentence if nothing is found. */
  readonly none: string;
  find(links: readonly Told[]): readonly T[];
  show(view: View, one: Looked<T>, found: readonly T[]): Part;
}

const searchPage =
  <T>({ name, none, find, show }: Search<T>) =>
  async (view: View, query: URLSearchParams): Promise<Page> => {
    const after = query.get('after') ?? undefined;
    const page = await lookInto(view.vendor, after, find);
    const cards = page.items.map(
      (one) => html`
        <article class="card">
          <h2>${linkTo(view, one.iss)}</h2>
          ${one.found ? show(view, one, one.found) : html`<p>${W.tooLong}</p>`}
        </article>
      `,
    );
    const body = html`
      <div id="${name}">${listOr(cards, page.next || after ? W.noneFound : none)}</div>
      ${paging(`${view.base}/${name}`, after ? { after } : {}, page)}
    `;
    return { title: W[name], body };
  };

/** The threads that wait for the vendor's answer. */
export const answerPage = searchPage({
  name: 'answer',
  none: W.nobodyWaits,
  find: (links) => conversationsOf(links).filter(({ awaits }) => awaits === 'vendor'),
  show: (view, { iss, status }, threads) => threads.map((thread) => threadOf(view, { iss, status, back: 'answer' }, thread)),
});

/** The pledges that stand. */
export const pledgesPage = searchPage({
  name: 'pledges',
  none: W.noPledge,
  find: pledgesOf,
  show: (view, { iss, status }, pledges) => pledgeList(view, { iss, status, back: 'pledges' }, pledges),
});

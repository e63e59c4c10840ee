import type { Report } from '../report.js';
import { decidePage } from './decide.js';
import { answerPage, pledgesPage } from './found.js';
import { framed, type Notice, redirect } from './frame.js';
import { html } from './html.js';
import { listPage } from './list.js';
import { KEY, type Kept, type View } from './parts.js';
import { relationshipPage } from './relationship.js';
import { makeToken, type Seals } from './seal.js';
import { DONE, nameOf, W } from './words.js';

/** What the parts of one desk share. */
export interface Opened extends Pick<View, 'vendor' | 'base' | 'timeZone'> {
  readonly origin: string;
  readonly report: Report;
  readonly seals: Seals;
}

/** The pages by their names after the path of the desk; that of a relationship has its key as a name. */
const PAGES = { '': listPage, decide: decidePage, answer: answerPage, pledges: pledgesPage } as const;

const pageAt = (view: View, name: string, query: URLSearchParams): ReturnType<typeof listPage> => {
  if (KEY.test(name)) return relationshipPage(view, name, query, Date.now());
  if (Object.hasOwn(PAGES, name)) return PAGES[name as keyof typeof PAGES](view, query);
  return Promise.resolve({ title: W.notThere, body: html``, status: 404 });
};
const purposeOf = (done: string, iss: string): string => `done ${done} ${iss}`;

/** Shows pages to who is signed in. */
export interface Showing {
  viewFor(session: string, kept?: Kept): Promise<View>;
  show(session: string, name: string, query: URLSearchParams): Promise<Response>;
  /** Leads on after an act, so that a reload does it no second time. @param back the name of a page. Default: the relationship's */
  showDone(session: string, iss: string, done: string, back: string | undefined): Promise<Response>;
}

export const createShowing = ({ vendor, base, timeZone, seals }: Opened): Showing => {
  /** Reads what was done from the address, if this desk wrote it there. */
  const noticeIn = async (session: string, query: URLSearchParams): Promise<Notice> => {
    const [done = '', iss = '', seal] = ['done', 'of', 'seal'].map((name) => query.get(name) ?? '');
    const isTrue = Object.hasOwn(DONE, done) && (await seals.fits(seal, session, purposeOf(done, iss)));
    return { text: (isTrue && DONE[done]?.(nameOf(iss))) || '' };
  };
  const viewFor = async (session: string, kept?: Kept): Promise<View> => {
    const token = await makeToken(seals, session);
    return { vendor, base, token, timeZone, kept };
  };
  return {
    viewFor,
    async show(session, name, query) {
      const view = await viewFor(session);
      const page = await pageAt(view, name, query);
      return 'goTo' in page ? redirect(page.goTo) : framed(view, page, await noticeIn(session, query));
    },
    async showDone(session, iss, done, back = '') {
      const query = { done, of: iss, seal: await seals.make(session, purposeOf(done, iss)) };
      const name = back && Object.hasOwn(PAGES, back) ? back : iss;
      return redirect(`${base}/${name}?${new URLSearchParams(query).toString()}`);
    },
  };
};

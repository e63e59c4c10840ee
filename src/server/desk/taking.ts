import { act, fieldsOf, FormError, onceEach, readForm } from './acting.js';
import { explain } from './explain.js';
import { framed } from './frame.js';
import type { Fields, Page } from './parts.js';
import { relationshipPage } from './relationship.js';
import { retry } from './retry.js';
import { isToken } from './seal.js';
import type { Opened, Showing } from './showing.js';
import { nameOf, W } from './words.js';

/** Makes a function that takes the form of a relationship from who is signed in, does its act, and answers. */
export const takeForms = (
  { vendor, origin, report, seals }: Opened,
  { viewFor, showDone }: Showing,
): ((request: Request, session: string, iss: string) => Promise<Response>) => {
  const once = onceEach();

  /** Shows a form that was not done, with its text: in the page of its relationship, if that can be shown. */
  const notDone = async (session: string, iss: string, fields: Fields, error: unknown): Promise<Response> => {
    const { text, status } = explain(error, report);
    const view = await viewFor(session, { fields, fault: text });
    const alone = (): Page => ({ title: nameOf(iss), body: retry({ ...view, kept: undefined }, iss, fields) });
    const hasPage = fields.act !== undefined && status < 500;
    const page = hasPage ? await relationshipPage(view, iss, new URLSearchParams(), Date.now()).catch(alone) : alone();
    return framed(view, { ...page, status }, { text, isFault: true });
  };

  return async (request, session, iss) => {
    let fields: Fields = {};
    try {
      const form = await readForm(request, origin);
      fields = fieldsOf(form);
      if (!(await isToken(seals, session, fields.token))) throw new FormError(403, W.stale);
      await once(await seals.make(session, `${iss} ${form}`), () => act(vendor, iss, fields));
    } catch (error) {
      return notDone(session, iss, fields, error);
    }
    return showDone(session, iss, fields.act ?? '', fields.back);
  };
};

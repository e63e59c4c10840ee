import { show } from '../hooks.js';
import { type OnError, reportTo } from '../report.js';
import type { Vendor } from '../vendor.js';
import { exportAs } from './export.js';
import { explain } from './explain.js';
import { answerAs, framed } from './frame.js';
import { html } from './html.js';
import { createShowing } from './showing.js';
import { KEY } from './parts.js';
import { createSeals } from './seal.js';
import { STYLE } from './style.js';
import { takeForms } from './taking.js';
import { W } from './words.js';

/** A result of `authorize`: see `DeskOptions`. */
type SignedIn = string | Response | null | undefined;

/** The options of `createDesk`. */
export interface DeskOptions {
  /**
   * Tells who is signed in, by your own sign-in.
   *
   * @param request as the desk got it; leave its body unread
   * @returns an id of the session or the person, which forms are bound to; a `Response`, such as a redirect to your sign-in, which is
   * sent in place of the desk; `null` or `undefined` if nobody is, which is answered with 403
   */
  readonly authorize: (request: Request) => SignedIn | Promise<SignedIn>;
  /** The path of the desk. Default: `/desk`. */
  readonly path?: string;
  /** The origin of the desk's pages, as browsers show it. Default: the vendor's. */
  readonly origin?: string;
  /**
   * At least 32 random characters by which forms are protected. Set it if the desk runs in several processes or in workers. Default: a
   * random one for this process, so that a form from before a restart is shown again.
   */
  readonly secret?: string;
  /** The IANA name of the time zone of the times shown, such as `Europe/Lisbon`. Default: `UTC`. */
  readonly timeZone?: string;
}

/** The pages for a vendor's people. */
export interface Desk {
  /**
   * Answers requests for the desk. Never rejects: it answers a failure with 500 or 503, and reports it to the vendor's `onerror`.
   *
   * @param request its body must be unread
   * @returns `null` for any other path
   */
  handler(request: Request): Promise<Response | null>;
  /** The vendor's option `onerror`, for `nodeHandler`. */
  readonly onerror: OnError;
}

/** The time for which a browser keeps the style sheet, in seconds: its address changes with the version. */
const STYLE_LIFETIME = 86_400;

/** Checks the options. @throws TypeError */
const check = ({ authorize, path = '/desk', secret }: Partial<DeskOptions> = {}): void => {
  if (typeof authorize !== 'function')
    throw new TypeError(
      'createDesk needs the option authorize, a function that returns who is signed in, or null. Without it, anybody could read what your customers said, and act for you.',
    );
  if (!/^\/([\w.~-]+\/?)*$/.test(path))
    throw new TypeError(`The path of a desk begins with a slash, such as /desk: not ${path}.`);
  if (secret !== undefined && secret.length < 32) throw new TypeError('The secret of a desk has at least 32 characters.');
};

/**
 * Makes the desk: pages where a vendor's people see its relationships, decide, answer, and act in them. They need no script.
 *
 * @param vendor as returned by `createVendor`
 * @param options `{authorize}`; all others have a default: see `DeskOptions`
 * @throws TypeError without `authorize`, or for a `path` or `secret` of another form
 * @see docs/vendors.md, "The desk"
 * @example
 * const desk = createDesk(vendor, { authorize: ({ headers }) => sessions.get(headers.get('cookie')) });
 * const response = (await desk.handler(request)) ?? new Response(null, { status: 404 });
 */
export const createDesk = (vendor: Vendor, options: DeskOptions): Desk => {
  check(options);
  const { authorize, path = '/desk', origin = vendor.origin, secret, timeZone = 'UTC' } = options;
  const base = path.replace(/\/$/, '');
  const report = reportTo(vendor.onerror);
  const desk = { vendor, base, origin, timeZone, report, seals: createSeals(secret) };
  const showing = createShowing(desk);
  const take = takeForms(desk, showing);
  const bare = (title: string, status: number): Response =>
    framed({ base, vendor }, { title, body: html``, status, isBare: true });

  const answer = async (request: Request, name: string, query: URLSearchParams): Promise<Response> => {
    const session = await authorize(request);
    if (session instanceof Response) return session;
    if (session === null || session === undefined) return bare(W.notSignedIn, 403);
    if (typeof session !== 'string' || session === '') {
      const given = show(session);
      throw new TypeError(
        `The option authorize of createDesk returned ${given}. It has to return an id of who is signed in, a Response, or null.`,
      );
    }
    const isForm = KEY.test(name);
    if (request.method === 'POST' && isForm) return take(request, session, name);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answerAs('text/plain', W.badMethod, 405, { allow: isForm ? 'GET, HEAD, POST' : 'GET, HEAD' });
    return exportAs(vendor, name, report) ?? showing.show(session, name, query);
  };

  return {
    async handler(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== base && !pathname.startsWith(`${base}/`)) return null;
      const name = pathname.slice(base.length + 1);
      if (name === 'desk.css') return answerAs('text/css', STYLE, 200, { 'cache-control': `max-age=${STYLE_LIFETIME}` });
      try {
        return await answer(request, name, searchParams);
      } catch (error) {
        const { text, status } = explain(error, report);
        return bare(text, status);
      }
    },
    onerror: vendor.onerror,
  };
};

/** Answers for a desk: a page that the server renders, and its forms. */
import { RecordError } from 'relbutton/server';
import { FormError, readForm } from './forms.mjs';
import { nameOf } from './parts.mjs';
import { send } from './site.mjs';

/**
 * @param {object} options
 * @param {import('relbutton/server').Vendor} options.vendor
 * @param {string} options.origin of its pages
 * @param {string} options.address of the page
 * @param {(vendor, said: string, query: URLSearchParams) => Promise<unknown>} options.render makes the page; `said` is what a form did or why it failed, `query` the search parameters of the address
 * @param {Record<string, [(vendor, fields) => Promise<unknown>, (name: string) => string]>} options.acts what each act does with the
 * fields of a form, and the sentence that says so of a customer
 * @returns a function that answers a request for the desk, and returns whether it was one
 */
export const createDesk =
  ({ vendor, origin, address, render, acts }) =>
  async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, origin);
    const show = async (said, status) =>
      send(response, 'text/html', String(await render(vendor, said, searchParams)), { status });
    if (pathname === address) {
      const done = searchParams.get('done');
      await show(Object.hasOwn(acts, done) ? acts[done][1](nameOf(searchParams.get('iss') ?? '')) : '');
    } else if (pathname === '/desk' && request.method === 'POST') {
      try {
        const fields = await readForm(request, origin);
        const { say, iss } = fields;
        if (!Object.hasOwn(acts, say)) throw new FormError(400, 'The desk has no such act.');
        await acts[say][0](vendor, fields);
        // A reload shows the page again, and says nothing twice.
        const location = `${address}?${new URLSearchParams({ done: say, iss })}`;
        response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
      } catch (error) {
        if (!(error instanceof RecordError) && !(error instanceof FormError)) throw error;
        await show(error.message, error.status ?? 400);
      }
    } else return false;
    return true;
  };

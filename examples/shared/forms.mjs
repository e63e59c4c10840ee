/** Reads forms that the site's own pages send, without script in the page. */

/** The longest form, in bytes: a text of 4,000 characters has up to 36,000 once it is encoded. */
const LONGEST = 60_000;

/** A form that is not read; `status` is the HTTP status of the answer. */
export class FormError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads a posted form. A page elsewhere cannot forge one: with every POST a browser names the origin of the page that sent it.
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {string} origin of the site's pages, as browsers show it
 * @returns {Promise<Record<string, string>>} the fields by name, with `\n` between lines
 * @throws FormError
 */
export const readForm = async (request, origin) => {
  const { headers } = request;
  if (headers.origin !== origin) throw new FormError(403, 'This form was not sent by a page of this site.');
  if (!/^application\/x-www-form-urlencoded(;|$)/.test(headers['content-type'])) throw new FormError(415, 'This is not a form.');
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LONGEST) throw new FormError(413, 'This form is too long.');
  }
  return Object.fromEntries(Array.from(new URLSearchParams(text), ([name, value]) => [name, value.replaceAll('\r\n', '\n')]));
};

/**
 * Makes texts fit to be shown: those of a page, a file, a store or a person's settings, which anybody may have written.
 *
 * @module
 */
import { escaped, visible } from '../contract/visible.js';

/** The password in an address, with any `@` in it; but not that of an example. Digits before a slash are a port. */
const IN_ADDRESS = /(?<!mailto):(?!\/\/|\d+[/?#]|password@)[^\s"]*@/g;
/** The password in a connection string, or in the query of an address. */
const IN_FIELD = /\b((?:ssl)?passw(?:or)?d|passphrase|pwd|secret|token)=(?!…)[^\s&"]+/gi;
/** The secret of a webhook (Standard Webhooks). */
const OF_WEBHOOK = /\bwhsec_[\w+/=-]+/g;
/** The secret members of a JWK (RFC 7518, section 6), also in a JSON text that JSON holds. */
const OF_JWK = /(\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s*:\s*\\*")[^"\\]+/g;
const OF_PEM = /-----BEGIN [^"]*/g;

const withoutSecrets = (text: string): string =>
  text
    .replace(IN_ADDRESS, ':…@')
    .replace(IN_FIELD, '$1=…')
    .replace(OF_WEBHOOK, 'whsec_…')
    .replace(OF_JWK, '$1…')
    .replace(OF_PEM, '-----BEGIN …');

/** Returns a text without passwords and private keys. Characters that mislead are escaped, as in `\u001b`; lines stay lines. */
export const shown = (text: string): string => visible(withoutSecrets(text));

/** The same on one line. */
export const shownLine = (text: string): string => shown(text).replace(/[\r\n\t]/g, escaped);

/**
 * Makes texts fit to be shown: those of a page, a file, a store or a person's settings, which anybody may have written.
 *
 * @module
 */

/**
 * Characters that change what a terminal makes of a text: control characters except tab and the end of a line, directions and other formats
 * except the joiners that scripts and emoji need, separators, lone surrogates.
 */
const MISLEADING = /(?![\t\n\u200c\u200d]|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const unitsOf = (text: string): string[] => text.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
/** Writes characters as JSON escapes them, so that a line of JSON stays one of the same meaning. */
const escaped = (text: string): string => unitsOf(text).reduce((before, unit) => `${before}\\u${unit}`, '');

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

/** Escapes characters that mislead, as in `\u001b`: lines stay lines, and JSON stays JSON of the same meaning. */
export const visible = (text: string): string => text.replace(MISLEADING, escaped);

/** Returns a text without passwords and private keys. Characters that mislead are escaped, as in `\u001b`; lines stay lines. */
export const shown = (text: string): string => visible(withoutSecrets(text));

/** The same on one line. */
export const shownLine = (text: string): string => shown(text).replace(/[\r\n\t]/g, escaped);

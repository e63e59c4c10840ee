/** Vendors that read records as common libraries do, or answer them by another state than that of the text, named by the rule that they break. */
import { actIn, changes, file, type Json, type Mutant, parse, payloadOf, records, reply } from './change.js';

const headerOf = (sent: string): string =>
  Buffer.from(String((parse(sent).signatures as Json[] | undefined)?.[0]?.protected), 'base64url').toString();
const textOf = (sent: string): string => Buffer.from(String(parse(sent).payload), 'base64url').toString();
const reasonOf = (sent: string): string => String((payloadOf(sent).body as Json | undefined)?.reason);

/** A vendor that refuses some of the records that it has to keep. */
const refuses = (rule: string, name: string, isRefused: (sent: string) => boolean): Mutant =>
  changes(rule, name, ({ sent, body }) =>
    body.record && isRefused(sent) ? reply({ refused: true, code: 'malformed', message: 'No.' }, 400) : undefined,
  );

const left = new Set<unknown>();

export const READER_MUTANTS: readonly Mutant[] = [
  refuses('C-4', 'counts bytes where the text counts units', (sent) => Buffer.byteLength(sent) > 16_384),
  refuses('C-8', 'refuses other members of the JWS', (sent) => Object.keys(parse(sent)).length > 2),
  refuses('C-11', 'reads the names of members in any letters', (sent) => 'Act' in payloadOf(sent)),
  refuses('C-117', 'counts the units of a reason', (sent) => reasonOf(sent).length > 500),
  refuses('C-203', 'lets a relate wait in a pause', (sent) => payloadOf(sent).act === 'relate' && 'prev' in payloadOf(sent)),
  refuses('C-249', 'refuses a lone surrogate', (sent) => textOf(sent).includes('\\ud83d')),
  refuses('C-250', 'takes only digits for a time', (sent) => /"iat":\d+[.e]/.test(textOf(sent))),
  refuses('C-259', 'looks at the use of a customer’s key', (sent) => headerOf(sent).includes('"use"')),
  changes('C-15', 'publishes an empty kid', (said) =>
    file(said, 'jwks', ({ keys }) => ({ keys: (keys as Json[]).map((one) => ({ ...one, kid: '' })) })),
  ),
  changes('C-157', 'refuses what it answered before, once the customer has left', ({ sent, body }) => {
    const { iss, act } = payloadOf(sent);
    if (act === 'leave') left.add(iss);
    return body.record && act !== 'leave' && left.has(iss)
      ? reply({ refused: true, code: 'ended', message: 'No.' }, 400)
      : undefined;
  }),
  changes('C-195', 'tells a leave twice', (said) =>
    records(said, ['sync'], (all) => [...all, ...all.filter((one) => payloadOf(one).act === 'leave')]),
  ),
  changes('C-216', 'answers an export from its prev on', (said) =>
    actIn(said) === 'export' && 'prev' in payloadOf(said.sent) ? records(said, ['export'], () => []) : undefined,
  ),
];

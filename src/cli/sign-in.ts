import { createHash, timingSafeEqual } from 'node:crypto';
import type { DeskOptions } from '../server/desk/index.js';

/** The variable that holds the password of the desk. */
export const PASSWORD = 'RELBUTTON_DESK_PASSWORD';
/** The least length of a password: nobody can try all of that many over the network. */
export const SHORTEST = 16;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Returns name and password of HTTP Basic (RFC 7617); `undefined` if there are none. */
const credentialsOf = (header: string | null): [name: string, password: string] | undefined => {
  const [, encoded] = /^basic +([a-z\d+/]+=*) *$/i.exec(header ?? '') ?? [];
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return name === undefined || password === undefined ? undefined : [name, password];
};

/**
 * Signs people in to the desk by one password, under any name, which is the id of their session.
 *
 * @returns a function for the option `authorize` of `createDesk`
 */
export const byPassword = (password: string): DeskOptions['authorize'] => {
  const wanted = hashOf(password);
  return ({ headers }) => {
    const [name, given] = credentialsOf(headers.get('authorization')) ?? [];
    if (given !== undefined && timingSafeEqual(hashOf(given), wanted)) return `person ${name}`;
    return new Response('Sign in with the password of the desk, under any name.', {
      status: 401,
      headers: {
        'www-authenticate': 'Basic realm="Desk", charset="UTF-8"',
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      },
    });
  };
};

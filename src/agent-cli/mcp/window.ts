/**
 * Serves the agent's own window: a page on the loopback address of this machine, which needs no script. What another site or a name
 * that leads here (DNS rebinding) asks is refused.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../cli/reasons.js';
import { goTo, readOwnForm, refuse, send } from './forms.js';
import { STYLE } from './frame.js';
import { pageOf } from './page.js';
import type { PassphraseLock } from './passphrase-lock.js';
import type { PermissionBook } from './permission-book.js';
import { permissionsPage } from './permissions-page.js';
import { readPermission } from './permissions.js';
import type { Prepared, PreparedActs } from './prepared.js';
import { makeSecret } from './secrets.js';
import { within } from '../within.js';

export interface Window {
  /** Returns the address of the page of an act. */
  addressOf(prepared: Prepared): string;
  /** The address of the page of the permissions. */
  readonly permissions: string;
  close(): void;
}

/** What the window shows, and changes by the person's press. */
export interface Shelf {
  readonly acts: PreparedActs;
  readonly permissions: PermissionBook;
  /** Looks at passphrases: for a permission, and where the assistant was told the address of an act. */
  readonly lock: PassphraseLock;
  /** The time after which a page shows the answers so far, in milliseconds. */
  readonly patience: number;
  readonly now: () => number;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The pages of acts. @param linked the path of the permissions */
const actsAt = (origin: string, linked: string, { acts, permissions, lock, patience, now }: Shelf): Answer => {
  /** @returns what is wrong; `undefined` if the permission is made */
  const allow = (form: URLSearchParams, { act }: Prepared): string | undefined => {
    if (act.shown.act !== 'intentcast') return 'Only needs can be allowed.';
    const made = readPermission(form, act.shown, now());
    const fault = typeof made === 'string' ? made : lock.faultOf(form.get('passphrase'));
    if (fault === undefined) permissions.add(made as Exclude<typeof made, string>);
    return fault;
  };
  /** @returns what is wrong; `undefined` if the press counts */
  const faultOf = (form: URLSearchParams, prepared: Prepared): string | undefined => {
    if (prepared.state !== 'waiting for the person') return undefined;
    if (form.get('decision') === 'allow') return allow(form, prepared);
    return prepared.isTold ? lock.faultOf(form.get('passphrase')) : undefined;
  };
  return async (request, response) => {
    const prepared = acts.withSecret(request.url?.slice(1) ?? '');
    if (!prepared) return refuse(response, 404, 'There is nothing to decide at this address.');
    const show = (status: number, fault?: string): void => send(response, status, pageOf(prepared, linked, now(), fault));
    if (request.method === 'GET') return show(200);
    const form = await readOwnForm(request, response, origin, prepared.token);
    if (!form) return;
    const decision = form.get('decision');
    if (decision === 'no') acts.decline(prepared);
    else if (decision !== 'yes' && decision !== 'allow') return refuse(response, 400, 'The form has no decision.');
    else {
      const fault = faultOf(form, prepared);
      if (fault !== undefined) return show(403, `${fault} Nothing was signed.`);
      await within(patience, acts.accept(prepared));
    }
    goTo(response, `/${prepared.secret}`);
  };
};

/** The page of the permissions. */
const permissionsAt = (origin: string, path: string, { permissions }: Shelf): Answer => {
  const token = makeSecret();
  return async (request, response) => {
    if (request.method === 'GET') return send(response, 200, permissionsPage(permissions, path, token));
    const form = await readOwnForm(request, response, origin, token);
    if (!form) return;
    if (!permissions.revoke(form.get('revoke') ?? '')) return refuse(response, 400, 'There is no such permission.');
    goTo(response, path);
  };
};

/** Opens the window's server at a random port of 127.0.0.1. */
export const openWindow = async (shelf: Shelf): Promise<Window> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const path = `/permissions/${makeSecret()}`;
  const [answerAct, answerPermissions] = [actsAt(origin, path, shelf), permissionsAt(origin, path, shelf)];
  const answer: Answer = async (request, response) => {
    const { method = '', url, headers } = request;
    if (`http://${headers.host}` !== origin) return refuse(response, 421, 'This page has another address.');
    if (!['GET', 'POST'].includes(method)) return refuse(response, 405, 'This page takes GET and POST.');
    if (url === '/window.css') return send(response, 200, STYLE, 'text/css');
    await (url === path ? answerPermissions : answerAct)(request, response);
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, messageOf(error));
    });
  });
  return {
    addressOf: ({ secret }) => `${origin}/${secret}`,
    permissions: `${origin}${path}`,
    close: () => server.close().closeAllConnections(),
  };
};

/**
 * Serves files: those of a folder, for a page that is tried, and those that pages need of this package.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { readFile, readlink, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.js';
import { codeOf } from './reasons.js';

/** Answers a request, and resolves to `true`; or to `false`, if it is for another one. */
export type Part = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/** Returns the path that a request names, decoded; `undefined` if it is for no file. */
const pathOf = ({ method, url = '' }: IncomingMessage): string | undefined => {
  if ((method !== 'GET' && method !== 'HEAD') || !url.startsWith('/')) return undefined;
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] as string);
    return /\/\.|[\0\\]/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
};

const sendFile = async (file: string, { method }: IncomingMessage, response: ServerResponse): Promise<true> => {
  const { size } = await stat(file);
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const headers = { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
  response.writeHead(200, { ...headers, 'content-length': size });
  if (method === 'HEAD') response.end();
  // A client that goes away is no failure.
  else await pipeline(createReadStream(file), response).catch(() => undefined);
  return true;
};

/** Returns the real path of a file in a folder; `undefined` if it is missing, hidden, or elsewhere by a link. */
const realIn = async (folder: string, path: string): Promise<string | undefined> => {
  const real = await realpath(join(folder, path)).catch(() => undefined);
  if (real === undefined) return undefined;
  const isInside = real === folder || real.startsWith(folder + sep);
  return isInside && !real.slice(folder.length).includes(`${sep}.`) ? real : undefined;
};

/** Returns the real path of a file; of one that is missing yet, where it will be. */
export const realPathOf = async (file: string): Promise<string> => {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(file) === file) return file;
    const target = await readlink(file).catch(() => undefined);
    return target === undefined
      ? join(await realPathOf(dirname(file)), basename(file))
      : realPathOf(resolve(dirname(file), target));
  }
};

/** Returns what identifies a file under any of its names; `undefined` if it is missing. */
const identityOf = async (file: string): Promise<string | undefined> => {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found && `${found.dev} ${found.ino}`;
};

/** Returns whether a file is a secret under another name, such as a hard link of it. */
const isOneOf = async (secrets: readonly string[], file: string): Promise<boolean> =>
  (await Promise.all(secrets.map(identityOf))).includes((await identityOf(file)) ?? '');

/**
 * Serves the files of a folder. It serves no hidden file, and none outside the folder.
 *
 * @param named files that must not be in it. They are not served under another name either
 * @throws UsageError if it is no folder, or a secret is in it
 */
export const servePages = async (folder: string, named: readonly string[]): Promise<Part> => {
  const root = await realpath(folder).catch(() => '');
  if (!root || !(await stat(root)).isDirectory())
    throw new UsageError(`There is no folder ${folder}, which the setting pages names. Make it, or leave pages out.`);
  const secrets = await Promise.all(named.map(realPathOf));
  const inside = secrets.findIndex((secret) => secret.startsWith(root + sep));
  if (inside >= 0)
    throw new UsageError(
      `The folder ${folder}, which the setting pages names, holds ${named[inside]}. Put the pages into a folder of their own.`,
    );
  return async (request, response) => {
    const path = pathOf(request);
    let file = path === undefined ? undefined : await realIn(root, path);
    if (file === undefined || path === undefined) return false;
    if ((await stat(file)).isDirectory()) {
      if (!path.endsWith('/')) {
        const query = /\?[^#]*/.exec(request.url ?? '')?.[0] ?? '';
        response.writeHead(301, { location: `${encodeURIComponent(basename(path))}/${query}` }).end();
        return true;
      }
      file = await realIn(root, `${path}index.html`);
    }
    const isPage = file !== undefined && (await stat(file)).isFile() && !(await isOneOf(secrets, file));
    return isPage ? sendFile(file as string, request, response) : false;
  };
};

const inPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Serves the elements for script tags, their languages and style, and the page that checks an embed. */
export const serveLibrary = async (): Promise<Part> => {
  const names = Object.keys(JSON.parse(await readFile(inPackage('dist/sri.json'), 'utf8')) as object);
  const files = new Map<string, string>([
    ...names.map((name) => [`/${name}`, inPackage(`dist/${name}`)] as const),
    ...['check.html', 'check.js', 'check.css'].map((name) => [`/${name}`, inPackage(`examples/check/${name}`)] as const),
  ]);
  return (request, response) => {
    const file = files.get(pathOf(request) ?? '');
    return file === undefined ? Promise.resolve(false) : sendFile(file, request, response);
  };
};

/**
 * Writes `vectors/*.json` and `docs/contract-examples.md`: `npm run vectors`. The same text and cases always give the same bytes. Read what changed before you commit it.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as follows from '../../src/server/index.js';
import { headOf, type Link, linkOf, orderChain } from '../../src/contract/chain.js';
import { root } from '../support/doc.mjs';
import { type ChainCase, chainCases } from './chains.js';
import { examples } from './examples.js';
import { handshakeCases } from './handshakes.js';
import { messageCases } from './messages.js';
import type { Json } from './parties.js';
import { passkeyCases } from './passkeys.js';
import { recordCases } from './records.js';
import { b64u } from './sign.js';
import { digestOf, rules } from './text.js';

/** Reads payloads as links of a chain. */
export const linksOf = (payloads: readonly string[]): Promise<Link[]> =>
  Promise.all(payloads.map((payload) => linkOf(JSON.stringify({ payload: b64u(payload), signatures: [] }))));

/** Derives what follows from a chain, by the library. */
export const derive = (links: readonly Link[], now: number): Json => {
  const [chain, head] = [orderChain(links), headOf(orderChain(links))];
  const hashes = (some: Iterable<{ readonly hash: string }>): string[] => Array.from(some, ({ hash }) => hash);
  const regards = follows.regardsOf(links);
  return {
    status: head?.status,
    agreement: head?.agreement ?? null,
    last: head?.last ?? null,
    order: hashes(chain),
    balance: follows.balanceOf(links),
    shares: hashes(follows.activeShares(links, now * 1_000)),
    pledges: follows.pledgesOf(links).map(({ hash, receipts }) => ({ hash, receipts: hashes(receipts) })),
    conversations: follows.conversationsOf(links).map(({ links: thread, awaits }) => ({ records: hashes(thread), awaits })),
    regards: Object.fromEntries(Object.entries(regards).map(([side, { hash }]) => [side, (hash as string) || null])),
  };
};

/** Makes every file of vectors. @returns their texts, by name */
export const makeFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const chains = chainCases();
  const expecting = async (one: ChainCase): Promise<ChainCase> =>
    one.expect.ok ? { ...one, expect: { ok: true, ...derive(await linksOf(one.payloads), one.now) } } : one;
  const files = {
    records: recordCases(),
    passkeys: passkeyCases(),
    chains: { ...chains, cases: await Promise.all(chains.cases.map(expecting)) },
    messages: messageCases(),
    handshakes: handshakeCases(),
  };
  const named = Object.entries(files).flatMap(([file, { cases }]) =>
    (cases as readonly { name: string; rules: readonly string[] }[]).map((one) => ({ ...one, name: `${file}: ${one.name}` })),
  );
  const table = rules.map((rule) => [
    rule.id,
    { digest: digestOf(rule), vectors: named.filter((one) => one.rules.includes(rule.id)).length },
  ]);
  return {
    ...Object.fromEntries(Object.entries(files).map(([file, vectors]) => [file, write(vectors)])),
    rules: `{\n${table.map(([id, entry]) => `${JSON.stringify(id)}: ${JSON.stringify(entry)}`).join(',\n')}\n}\n`,
  };
};

/** Writes one case a line, so that a change shows as one. */
const write = ({ cases, ...head }: { readonly cases: readonly object[] }): string => {
  const members = Object.entries(head).map(([name, value]) => `"${name}": ${JSON.stringify(value)},\n`);
  return `{\n${members.join('')}"cases": [\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n}\n`;
};

export const read = (file: string): string => readFileSync(join(root, 'vectors', `${file}.json`), 'utf8');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(join(root, 'vectors'), { recursive: true });
  for (const [file, text] of Object.entries(await makeFiles())) writeFileSync(join(root, 'vectors', `${file}.json`), text);
  writeFileSync(join(root, 'docs/contract-examples.md'), examples());
}

/**
 * A worker with a vendor for each id in the header `x-vendor`, in tables of its own of a D1 database: `remote-vendor.ts` opens them.
 * `/-/<method>` calls a method of the vendor.
 */
import { createD1Rates, createD1Store, type D1 } from '../../src/server/d1.js';
import { ChainError, createVendor, type Format, RecordError, type Store, type Vendor } from '../../src/server/index.js';
import { allOf, whole } from './all-of.mjs';

type Hook = (...values: unknown[]) => Promise<unknown>;
interface Given extends Record<string, unknown> {
  readonly id: string;
  readonly store: string;
  readonly callback: string;
  readonly now: number;
  readonly since?: number;
  readonly hooks: readonly string[];
}

const RealDate = Date;
let shift = 0;
/** The clock of the test's process. */
globalThis.Date = class extends RealDate {
  constructor(...values: []) {
    super(...((values.length > 0 ? values : [RealDate.now() + shift]) as []));
  }
  static override now(): number {
    return RealDate.now() + shift;
  }
} as DateConstructor;

/** A database whose tables have names of their own. */
const ownTables = (database: D1, id: string): D1 => {
  const own = `t${id.replaceAll('-', '')}_relbutton_`;
  return {
    prepare: (sql) => database.prepare(sql.replaceAll('relbutton_', own)),
    batch: (statements) =>
      database.batch(statements).catch((error: unknown) => {
        throw new Error((error as Error).message.replaceAll(own, 'relbutton_'));
      }),
  };
};
const stores = new Map<string, Store>();
const storeOf = (database: D1, id: string): Store => {
  const store = stores.get(id) ?? createD1Store(ownTables(database, id));
  stores.set(id, store);
  return store;
};

const callBack = async (given: Given, name: string, values: unknown[]): Promise<unknown> => {
  const response = await fetch(`${given.callback}/${given.id}/${name}`, { method: 'POST', body: JSON.stringify(values) });
  const { returned, failed } = (await response.json()) as { returned?: unknown; failed?: string };
  if (failed !== undefined) throw new Error(failed);
  return returned;
};
const openVendor = (given: Given, store: Store, database: D1, reports: Promise<unknown>[]): Vendor => {
  const hook = (name: string): Hook | undefined =>
    given.hooks.includes(name) ? (...values) => callBack(given, name, values) : undefined;
  const checkChallenge = hook('check_challenge');
  return createVendor({
    ...(given as object as Parameters<typeof createVendor>[0]),
    ...{ store, rates: createD1Rates(ownTables(database, given.store)) },
    formerKeys: (given.former_keys ?? []) as [],
    perMinute: (given.per_minute ?? 120) as number,
    since: new Date((given.since ?? given.now) * 1_000),
    ...(checkChallenge && { checkChallenge: (challenge, _, claims) => checkChallenge(challenge, claims) as Promise<boolean> }),
    ...({ decide: hook('decide'), held: hook('held'), erase: hook('erase'), onchange: hook('onchange') } as object),
    onerror: (error) => void reports.push(callBack(given, 'report', [error.message])),
  });
};

const call = async (vendor: Vendor, store: Store, method: string, values: unknown[]): Promise<unknown> => {
  const [first, second, body] = values as [string, string, Record<string, never>];
  const say: Record<string, () => Promise<unknown>> = {
    pause: () => vendor.pause(first, body.reason),
    resume: () => vendor.resume(first, body.reason),
    leave: () => vendor.leave(first),
    converse: () => vendor.converse(first, body.text as never, { ...body }),
    receipt: () => vendor.receipt(first, body as never),
    regard: () => vendor.regard(first, body.feels as never, body.note),
  };
  const methods: Record<string, () => unknown> = {
    list: () => store.list(),
    status: () => vendor.status(first),
    relationship: () => vendor.relationship(first),
    relationships: () => allOf(vendor.relationships()),
    say: () => say[second]?.(),
    decide: () => vendor.decide(first, second as never),
    export: () => whole(vendor.export(first as Format)),
    import: () => vendor.import(first, second as Format),
    deliver: () => vendor.deliver(),
  };
  try {
    return { returned: (await methods[method]?.()) ?? null };
  } catch (error) {
    if (error instanceof RecordError) return { refused: error.code };
    if (error instanceof ChainError) return { fault: error.fault, hash: error.hash };
    if (error instanceof TypeError) return { type: error.message };
    throw error;
  }
};

export default {
  async fetch(request: Request, databases: Readonly<Record<string, D1>>): Promise<Response> {
    const bytes = Uint8Array.from(atob(request.headers.get('x-vendor') ?? ''), (character) => character.charCodeAt(0));
    const given = JSON.parse(new TextDecoder().decode(bytes)) as Given;
    shift = Math.round(given.now * 1_000 - RealDate.now());
    const reports: Promise<unknown>[] = [];
    const database = databases[`DB${parseInt(given.store.slice(0, 8), 16) % Object.keys(databases).length}`] as D1;
    const store = storeOf(database, given.store);
    const vendor = openVendor(given, store, database, reports);
    const { pathname, origin } = new URL(request.url);
    const answer = async (): Promise<Response> => {
      if (!pathname.startsWith('/-/')) {
        const response = await vendor.handler(request, request.headers.get('x-client') ?? undefined);
        return response ?? new Response(origin, { status: 404, headers: { 'x-for': 'nobody' } });
      }
      const { values } = JSON.parse(await request.text()) as { values: unknown[] };
      return Response.json(await call(vendor, store, pathname.slice(3), values));
    };
    const response = await answer();
    await vendor.close();
    await Promise.all(reports);
    return response;
  },
};

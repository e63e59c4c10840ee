/** D1 databases, by Miniflare: workerd with SQLite, as Cloudflare has it. */
import { Miniflare } from 'miniflare';
import type { D1, D1Statement } from '../../src/server/d1.js';

interface Sent extends D1Statement {
  readonly statement: readonly unknown[];
}
const sent = (sql: string, ...values: unknown[]): Sent => ({
  statement: [sql, ...values],
  bind: (...given) => sent(sql, ...given),
});

const RUN = `export default {
  async fetch(request, { DB }) {
    const statements = (await request.json()).map(([sql, ...values]) => DB.prepare(sql).bind(...values));
    try {
      return Response.json(await DB.batch(statements));
    } catch (error) {
      return new Response(error.message, { status: 500 });
    }
  },
};`;

/** Starts a worker that runs batches on its binding for this process. */
export const startD1 = async (): Promise<{ database: D1; stop(): Promise<void> }> => {
  const runtime = new Miniflare({ modules: true, script: RUN, d1Databases: { DB: 'shop' }, compatibilityDate: '2026-04-01' });
  const address = await runtime.ready;
  const database: D1 = {
    prepare: sent,
    async batch(statements) {
      const body = JSON.stringify((statements as Sent[]).map(({ statement }) => statement));
      const response = await fetch(address, { method: 'POST', body });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as { results: unknown[] }[];
    },
  };
  return { database, stop: () => runtime.dispose() };
};

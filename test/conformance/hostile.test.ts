/** Subjects that end connections, never stop, or write what is no answer: the kit says what happened, and none of them is green. */
import { deepStrictEqual as same, ok, rejects, strictEqual as is } from 'node:assert';
import { connect } from 'node:net';
import type { ServerResponse } from 'node:http';
import { AGREEMENT_IDS } from '../../src/contract/agreements.js';
import { Stage } from '../../src/conformance/agent/stage.js';
import {
  conformAgent,
  conformRecords,
  conformVendor,
  type Result,
  UnreachableError,
  writeReport,
} from '../../src/conformance/index.js';
import { startVerifier } from '../../src/conformance/verifier.js';
import { answers, payloadOf, reply } from './mutants/change.js';
import { serve, type Take } from './serve.js';

const outcomesOf = (results: readonly Result[]): string => results.map(({ outcome }) => outcome).join();
/** Tries a vendor by the cases of C-7. @param take gets the number of the request after the first questions */
const tried = async (take: (response: ServerResponse, count: number) => boolean): Promise<readonly Result[]> => {
  const after: Take = (response, count) => take(response, count - AGREEMENT_IDS.length);
  const { origin, close } = await serve({}, undefined, after);
  try {
    return (await conformVendor(origin, { rules: ['C-7'] })).results;
  } finally {
    close();
  }
};

describe('a hostile vendor', () => {
  it('that ends the connection breaks the rules of that case, and is tried on', async () => {
    const results = await tried((response, count) => count === 2 && Boolean(response.destroy()));
    is(
      results.findIndex(({ outcome }) => outcome === 'broken'),
      1,
    );
    is(results.filter(({ outcome }) => outcome === 'held').length, results.length - 1);
    ok(/does not answer: \w+/.test(String(results[1]?.why)), results[1]?.why);
    ok(results[1]?.sent?.[0]?.startsWith('POST '));
  });

  it('that is gone is asked three times', async () => {
    let asked = 0;
    const results = await tried((response, count) => count > 1 && Boolean(++asked && response.destroy()));
    same(outcomesOf(results), ['held', 'broken', ...Array<string>(results.length - 2).fill('not tried')].join());
    // It is asked once more, to leave.
    ok(asked <= 4, String(asked));
  });

  it('that never stops is cut off', async () => {
    const results = await tried((response, count) => {
      if (count !== 1) return false;
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, '[')));
      };
      response.on('drain', more);
      more();
      return true;
    });
    is(results[0]?.outcome, 'broken');
    ok(results[0].why?.includes('more than 12,582,912 bytes'), results[0].why);
  });

  it('that limits requests without an end stops the run, with the results so far', async () => {
    for (const headers of [{}, { 'retry-after': '3600' }]) {
      const error: unknown = await tried(
        (response, count) => count === 3 && Boolean(response.writeHead(429, headers).end('{}')),
      ).catch((failure: unknown) => failure);
      ok(error instanceof UnreachableError && error.message.includes('rate limit'), String(error));
      is(outcomesOf(error.results), 'held,held');
    }
  });

  it('that redirects is named with its address', async () => {
    const { origin, close } = await serve(
      {},
      () => () => Promise.resolve(new Response(null, { status: 301, headers: { location: 'https://shop.example/' } })),
    );
    await rejects(conformVendor(origin), /is redirected to https:\/\/shop\.example\//);
    close();
  });

  it('writes nothing into a report but its own lines', () => {
    const came = ['200 {}\n9 cases held, 0 broken\r\nok 2 - C-1\rok 3\u001b[2J'];
    const forged: Result = { rules: ['C-6'], name: 'one', outcome: 'broken', why: 'Wrong.\nok 1', sent: [], came };
    const lines = writeReport([forged], 'lines', new Map());
    same(
      lines.split('\n').filter((line) => !line.startsWith('    ')),
      ['NOT OK  C-6  one', '0 cases held, 1 broken, 0 warnings, 0 not tried.', ''],
    );
    const tap = writeReport([forged], 'tap', new Map());
    same(
      tap.split('\n').filter((line) => /^(not )?ok/.test(line)),
      ['not ok 1 - C-6 one'],
    );
    for (const format of ['lines', 'tap', 'json'] as const) {
      const text = writeReport([forged], format, new Map());
      ok(!text.includes('\u001b') && text.includes('\\u001b'), text);
    }
  });
});

/** A vendor that answers in other, harmless ways. */
describe('a vendor with habits of its own', () => {
  const reversed = (value: object): object => Object.fromEntries(Object.entries({ ...value, later: { more: 1 } }).reverse());
  it('is green', async () => {
    const { origin, close } = await serve({}, (handler) => async (request) => {
      const response = await handler(request);
      const text = (await response?.clone().text()) ?? '';
      if (!response || text === '') return response;
      const headers = new Headers(response.headers);
      headers.set('content-type', 'Application/JSON ; charset="UTF-8"');
      if (headers.get('cache-control')) headers.set('cache-control', 'No-Store');
      const answer = JSON.stringify(reversed(JSON.parse(text) as object), undefined, 2);
      return new Response(new Blob([answer.slice(0, 9), answer.slice(9)]).stream(), { status: response.status, headers });
    });
    const { results } = await conformVendor(`${origin}/`, {
      rules: ['C-5', 'C-12', 'C-149', 'C-152', 'C-172', 'C-174', 'C-195'],
    });
    close();
    same(
      results.filter(({ outcome }) => outcome !== 'held').map(({ name, why }) => `${name}: ${why}`),
      [],
    );
  });

  it('is tried by its own clock', async () => {
    const now = (): number => Date.now() - 30_000;
    const { origin, close } = await serve({}, (handler) => async (request) => {
      const response = await answers(({ body, sent }) =>
        body.code === 'expired' && Number(payloadOf(sent).exp) * 1_000 > now() ? reply({ record: sent }) : undefined,
      )(handler)(request);
      response?.headers.set('date', new Date(now()).toUTCString());
      return response;
    });
    const { results } = await conformVendor(origin, { rules: ['C-196'] });
    close();
    same(
      results.filter(({ outcome }) => outcome !== 'held').map(({ name, why }) => `${name}: ${why}`),
      [],
    );
  });
});

describe('a hostile verifier', () => {
  const refused = '"ok":false,"code":"invalid_signature"';
  const results = async (program: string): Promise<readonly Result[]> => {
    const verifier = startVerifier(program);
    try {
      return await conformRecords(verifier.ask, { rules: ['C-193'] });
    } finally {
      verifier.end();
    }
  };
  const programs: readonly (readonly [name: string, program: string, says: string])[] = [
    ['dies halfway', `read -r l; echo '{"id":1,${refused}}'`, 'ended before'],
    ['prints garbage', `read -r l; echo '{"id":1,${refused}}'; while read -r l; do echo DEBUG; done`, 'by "DEBUG"'],
    [
      'prints two lines for one',
      `n=0; while read -r l; do n=$((n + 1)); for i in 1 2; do echo "{\\"id\\":$n,${refused.replaceAll('"', '\\"')}}"; done; done`,
      'has another id',
    ],
    ['prints a line without end', `read -r l; echo '{"id":1,${refused}}'; cat /dev/zero`, 'more than 1,048,576 units'],
  ];
  for (const [name, program, says] of programs)
    it(`that ${name} is broken at that line, and asked twice more`, async () => {
      const [, second, ...rest] = await results(program);
      is(second?.outcome, 'broken');
      ok(second.why?.includes(says), second.why);
      same([...new Set(rest.map(({ outcome }) => outcome))], ['not tried']);
    });

  it('that answers no yes or no is told so', async () => {
    const [first] = await results(`id=0; while read -r l; do id=$((id + 1)); echo "{\\"id\\":$id,\\"ok\\":\\"true\\"}"; done`);
    is(first?.why, 'Its ok is "true", and neither true nor false.');
  });
});

describe('a hostile agent', () => {
  it('does not end the kit by a request that cannot be read', async () => {
    const stage = await new Stage({}).open();
    const { port } = new URL(stage.origin);
    const raw = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), 'localhost', () => socket.write(text));
        socket.on('close', () => resolve()).on('error', () => undefined);
        setTimeout(() => socket.destroy(), 100);
      });
    await raw('POST /kit/heard HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\n{no');
    await raw('GET // HTTP/1.1\r\nhost: a\r\n\r\n');
    await raw('POST /relbutton HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{');
    const huge = globalThis.fetch(`${stage.origin}/relbutton`, { method: 'POST', body: 'x'.repeat(2_000_000) });
    await rejects(huge);
    is((await globalThis.fetch(`${stage.origin}/keys`)).status, 200);
    stage.close();
  });

  it('is not there where no browser opens the page', async () => {
    const error: unknown = await conformAgent({ script: { text: '' }, rules: ['C-29'], patience: 50 }).catch(
      (failure: unknown) => failure,
    );
    ok(
      error instanceof UnreachableError && /No browser has opened http:\/\/localhost:\d+ within/.test(error.message),
      String(error),
    );
    same(error.results, []);
  });
});

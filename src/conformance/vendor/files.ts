/** The well-known files, and HTTP (contract, "The offer"; "HTTP"). */
import { ACTS } from '../../contract/acts.js';
import { type Case, check } from '../report.js';
import type { VendorProbe } from '../probe.js';
import { isJson } from '../site.js';

const FILES = ['/.well-known/relbutton.json', '/.well-known/jwks.json'] as const;
const PRIVATE = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi'];

const fileCases: readonly Case<VendorProbe>[] = [
  {
    rules: ['C-12', 'C-14'],
    name: 'relbutton.json has a name, agreements, acts, an endpoint and keys',
    async run(probe) {
      const came = await probe.get(FILES[0]);
      const { name, accepts, acts, endpoint, jwks } = came.json ?? {};
      check(came.status === 200 && isJson(came), 'It is not 200 as application/json.');
      check(
        [name, endpoint, jwks].every((one) => typeof one === 'string' && one !== ''),
        'name, endpoint or jwks is no text.',
      );
      check(
        [accepts, acts].every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string')),
        'accepts or acts is no list of texts.',
      );
    },
  },
  {
    rules: ['C-111', 'C-14'],
    name: 'the acts that it lists are those of the contract, or have a name in reverse-DNS form',
    run: ({ site }) => {
      const others = site.published.acts.filter((act) => !ACTS.some((one) => one === act));
      const wrong = others.filter((act) => !/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(act));
      check(wrong.length === 0, `It lists ${wrong.join(', ')}.`);
      return Promise.resolve();
    },
  },
  {
    rules: ['C-13'],
    name: 'endpoint and jwks are at the vendor’s own origin',
    run: (probe) => {
      const { endpoint, jwks } = probe.site.published;
      check(
        [endpoint, jwks].every((url) => URL.canParse(url) && new URL(url).origin === probe.site.origin),
        'One is elsewhere.',
      );
      return Promise.resolve();
    },
  },
  {
    rules: ['C-15'],
    name: 'the published keys have a kid each, and no private member',
    async run(probe) {
      const { keys } = (await probe.get(probe.site.published.jwks)).json as { keys?: Record<string, unknown>[] };
      check(Array.isArray(keys) && keys.length > 0 && keys.length <= 32, 'It is no list of 1 to 32 keys.');
      check(
        new Set(keys.map(({ kid }) => kid)).size === keys.length &&
          keys.every(({ kid }) => typeof kid === 'string' && kid !== ''),
        'A key has no kid of its own.',
      );
      check(
        keys.every((one) => PRIVATE.every((member) => !(member in one))),
        'A private key is published.',
      );
    },
  },
  {
    rules: ['C-16'],
    name: 'myterms.json lists the accepted agreements with their texts',
    async run(probe) {
      const { status, json } = await probe.get('/.well-known/myterms.json');
      const { agreements } = (json ?? {}) as { agreements?: { id: string; url: string }[] };
      check(status === 200 && Array.isArray(agreements), 'It is not there, or has no agreements.');
      const ids = agreements.map(({ id }) => id);
      check([...probe.site.published.accepts].sort().join() === ids.sort().join(), `It lists ${ids.join(', ')}.`);
      check(
        agreements.every(({ url }) => URL.canParse(url)),
        'An agreement has no URL.',
      );
    },
  },
  ...FILES.map((path): Case<VendorProbe> => ({
    rules: ['C-17'],
    name: `${path} can be read by any origin, and HEAD is answered as GET`,
    async run(probe) {
      const [got, head] = [await probe.get(path), await probe.get(path, { method: 'HEAD' })];
      check(got.headers.get('access-control-allow-origin') === '*', 'It lacks Access-Control-Allow-Origin: *.');
      check(head.status === 200 && head.text === '', `HEAD is answered by ${head.status}.`);
    },
  })),
  {
    rules: ['C-18'],
    name: 'a query in the URL of a file is ignored',
    run: async (probe) => check((await probe.get(`${FILES[0]}?v=1`)).status === 200, 'It is not found.'),
  },
];

const TYPES = ['text/plain', 'application/json', 'application/x-www-form-urlencoded', 'application/jose'];
const refusedTypes = TYPES.map((type): Case<VendorProbe> => ({
  rules: ['C-171', 'C-185'],
  name: `a record as ${type}: unsupported_media_type`,
  run: (probe) => probe.refuses(probe.customer().sign(probe.relate), 'unsupported_media_type', { 'content-type': type }),
}));

const httpCases: readonly Case<VendorProbe>[] = [
  ...refusedTypes,
  {
    rules: ['C-171'],
    name: 'the case and the parameters of the content type do not count',
    async run(probe) {
      const { status } = await probe.post(probe.customer().sign(probe.relate), {
        'content-type': 'Application/JOSE+JSON; charset=utf-8',
      });
      check(status === 200, `It was answered by ${status}.`);
    },
  },
  {
    rules: ['C-185', 'C-186'],
    name: 'the content type before the size: unsupported_media_type',
    run: (probe) => probe.refuses('x'.repeat(17_000), 'unsupported_media_type', { 'content-type': 'text/plain' }),
  },
  ...['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'].map((method): Case<VendorProbe> => ({
    rules: ['C-178'],
    name: `${method} at the endpoint: method_not_allowed, with Allow`,
    async run(probe) {
      const came = await probe.get(probe.site.published.endpoint, { method });
      check(came.status === 405, `It was answered by ${came.status}.`);
      check(/\bPOST\b/.test(came.headers.get('allow') ?? ''), 'Allow does not name POST.');
      if (method !== 'HEAD') probe.isRefusal(came, 'method_not_allowed');
    },
  })),
  {
    rules: ['C-174'],
    name: 'each refusal has its status: 400, 405, 409, 413, 415',
    async run(probe) {
      const customer = probe.customer();
      const claims = customer.claims(probe.relate);
      await probe.accepts(customer.sign(claims));
      await probe.refuses('{}', 'malformed');
      await probe.refuses(customer.sign({ ...claims, more: 1 }), 'jti_reused');
      await probe.refuses('x'.repeat(17_000), 'too_large');
      await probe.refuses('{}', 'unsupported_media_type', { 'content-type': 'text/plain' });
      probe.isRefusal(await probe.get(probe.site.published.endpoint, { method: 'PUT' }), 'method_not_allowed');
    },
  },
  {
    rules: ['C-177'],
    name: 'OPTIONS is answered by 204 with the methods and the header that pages may send',
    async run(probe) {
      const { status, text, headers } = await probe.get(probe.site.published.endpoint, { method: 'OPTIONS' });
      check(status === 204 && text === '', `It was answered by ${status}.`);
      check(
        [headers.get('access-control-allow-methods'), headers.get('allow')].every((one) => /\bPOST\b/.test(one ?? '')),
        'The methods are missing.',
      );
      check(
        /content-type/i.test(headers.get('access-control-allow-headers') ?? ''),
        'Access-Control-Allow-Headers lacks content-type.',
      );
    },
  },
  {
    rules: ['C-176'],
    name: 'pages of any origin can read what is kept, what is refused and what is too large, and no cookie is needed',
    async run(probe) {
      const sent = [probe.customer().sign(probe.relate), '{}', 'x'.repeat(17_000)];
      for (const one of sent) {
        const { headers } = await probe.post(one, { origin: 'https://page.example' });
        check(headers.get('access-control-allow-origin') === '*', 'It lacks Access-Control-Allow-Origin: *.');
        check(!headers.has('access-control-allow-credentials'), 'It allows cookies.');
      }
    },
  },
  {
    rules: ['C-172'],
    name: 'each answer is JSON with exactly one of the five bodies',
    async run(probe) {
      const customer = probe.customer();
      for (const one of [customer.sign(probe.relate), customer.sign({ act: 'sync' }), '{}']) {
        const came = await probe.post(one);
        check(isJson(came) && came.json, 'It is not application/json.');
        const bodies = ['record', 'counter', 'records', 'pending', 'refused'].filter((member) => member in (came.json ?? {}));
        check(bodies.length === 1, `It has ${bodies.join(' and ') || 'none of them'}.`);
      }
    },
  },
  {
    rules: ['C-5', 'C-6'],
    name: 'the files and the answers are JSON in UTF-8 without a byte order mark, and nest at most 8 levels',
    async run(probe) {
      const customer = probe.customer();
      const came = [await probe.get(FILES[0]), await probe.get(probe.site.published.jwks)];
      for (const one of [customer.sign(probe.relate), customer.sign({ act: 'sync' }), '{}']) came.push(await probe.post(one));
      for (const { fault } of came) check(!fault, `A client cannot read one: ${fault}.`);
    },
  },
  {
    rules: ['C-179'],
    name: 'a query of POST is ignored, and another slash is another address',
    async run(probe) {
      const { endpoint } = probe.site.published;
      const init = { method: 'POST', headers: { 'content-type': 'application/jose+json' } };
      const { json } = await probe.get(`${endpoint}?from=page`, { ...init, body: '{}' });
      check(json?.code === 'malformed', 'With a query it is another address.');
      const other = await probe.get(endpoint.endsWith('/') ? endpoint.slice(0, -1) : `${endpoint}/`, { ...init, body: '{}' });
      check(other.json?.code !== 'malformed', 'With another slash it is the same address.');
    },
  },
  {
    rules: ['C-180'],
    name: 'nothing is redirected',
    async run(probe) {
      for (const came of [await probe.get(FILES[0]), await probe.get(FILES[1]), await probe.post('{}')])
        check(came.status < 300 || came.status > 399, `It was answered by ${came.status}.`);
    },
  },
];

export const httpAndFileCases: readonly Case<VendorProbe>[] = [...fileCases, ...httpCases];

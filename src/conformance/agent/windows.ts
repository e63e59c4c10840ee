import { type Case, check } from '../report.js';
import { atEndpoint } from './posts.js';
import type { AgentProbe } from './probe.js';

const linkTo = (address: string): string => `web+rel:${encodeURIComponent(address)}`;

/** A web agent's window, and the links that open an agent. */
const cases: readonly Case<AgentProbe>[] = [
  {
    rules: ['C-61'],
    name: 'the page of a web agent says hello, with the versions that it speaks',
    async run(probe) {
      const { hello } = await probe.openedWindow();
      check(hello.rel === 'hello', `The page posted ${JSON.stringify(hello)}.`);
      check(Array.isArray(hello.v) && hello.v.includes(1), `Its v is ${JSON.stringify(hello.v)}.`);
    },
  },
  {
    rules: ['C-61'],
    name: 'the page of a web agent does nothing in a frame',
    async run(probe) {
      probe.needsKind('web');
      await probe.command({ frame: probe.windowAddress });
      // The same page, opened later in a window, says hello: in the frame it has had more time.
      await probe.openedWindow();
      await probe.rest();
      check(!probe.heard.some(({ isFramed }) => isFramed), 'It said hello.');
    },
  },
  {
    rules: ['C-64'],
    name: 'a port from a window that is not the opener is not taken',
    async run(probe) {
      await probe.openedWindow({}, { welcomesFrom: 'frame' });
      await probe.silent(0, 'It was answered:');
    },
  },
  atEndpoint(
    ['C-67'],
    'of a link only the origin counts: the vendor’s server gives the rest',
    ['link'],
    async (probe, vendor) => {
      const { stage } = probe;
      await probe.does('link', { link: linkTo(`${stage.origin}/path?accepts=PDC-AI&endpoint=/other`) });
      const paths = stage.requests.map(({ path }) => path);
      check(paths.includes('/.well-known/relbutton.json'), 'The agent did not ask the vendor’s server.');
      check(!paths.includes('/path') && !paths.includes('/other'), 'The agent went to the address of the link.');
      const [relate] = vendor.of('relate');
      check(relate, 'The agent posted no relate.');
      check(relate.claims.aud === stage.origin, `The aud is ${String(relate.claims.aud)}.`);
      check(relate.claims.agreement !== 'PDC-AI', 'The agreement is that of the link.');
    },
  ),
  atEndpoint(
    ['C-67'],
    'a link to an origin that is neither https nor localhost is not followed',
    ['link'],
    async (probe, vendor) => {
      await probe.does('link', { link: linkTo(probe.stage.byAddress), posts: false });
      check(
        !probe.stage.requests.some(({ path }) => path.startsWith('/.well-known/')) && !vendor.posted.length,
        'The agent asked it.',
      );
    },
  ),
];
export const windowCases: readonly Case<AgentProbe>[] = [...cases];

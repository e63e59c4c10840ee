/** `relbutton serve` over a database that the settings name by a variable, and the other commands beside it. */
import { expect } from 'chai';
import { initFolder, run, serve } from '../support/command.js';
import { Customer } from '../support/customer.js';
import { missingMariadb, startMariadb } from '../support/mariadb.mjs';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';

interface Server {
  readonly address: string;
  stop(): Promise<void>;
}
const servers: Record<string, () => Promise<Server>> = {
  ...(!missingPostgres && {
    async postgres() {
      const { connection, stop } = await startPostgres();
      return { address: `postgres://postgres@/postgres?host=${connection.host}`, stop };
    },
  }),
  ...(!missingMariadb && {
    async mysql() {
      const { connection, stop } = await startMariadb();
      return { address: `mysql://root@localhost/${connection.database}?socketPath=${connection.socketPath}`, stop };
    },
  }),
};

for (const [option, start] of Object.entries(servers))
  describe(`relbutton with ${option}`, () => {
    it('makes the tables when it serves, and finds the records by settings, option and variable', async () => {
      const { address, stop } = await start();
      const cwd = await initFolder({ store: '$SHOP_DATABASE' });
      const env = { SHOP_DATABASE: address };
      try {
        const none = await run(['list', `--${option}`, address]);
        expect(none.code).to.equal(2);
        expect(none.stderr).to.contain('no table relbutton_records');
        // The MariaDB of the tests takes everybody.
        const wrong = [
          ...(option === 'postgres'
            ? [[address.replace(/\/\/\w+@/, '//nobody:hunter2@'), 'does not know this user'] as const]
            : []),
          [address.replace(/\/\w+\?/, '/away?'), 'no database of that name'],
        ] as const;
        for (const [named, says] of wrong) {
          const { code, stdout, stderr } = await run(['list', `--${option}`, named]);
          expect([code, stdout]).to.deep.equal([2, '']);
          expect(stderr)
            .to.match(new RegExp(`^relbutton: The store of --${option} cannot be opened: `))
            .and.contain(says)
            .and.not.contain('hunter2');
        }
        const serving = await serve(cwd, { env });
        const headers = { 'content-type': 'application/jose+json' };
        const customer = await Customer.create();
        const body = await customer.sign({ aud: serving.origin });
        expect((await fetch(`${serving.origin}/relbutton`, { method: 'POST', headers, body })).status).to.equal(200);
        const lists = await Promise.all([
          run(['list', '--json'], { cwd, env }),
          run(['list', '--json', `--${option}`, address]),
          run(['list', '--json'], { env: { DATABASE_URL: address } }),
        ]);
        for (const { stdout } of lists) expect(JSON.parse(stdout)).to.include({ iss: customer.iss, status: 'related' });
        serving.signal('SIGTERM');
        expect(await serving.ended()).to.equal(0);
      } finally {
        await stop();
      }
    });
  });

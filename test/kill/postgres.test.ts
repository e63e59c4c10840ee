import pg from 'pg';
import { createPostgresStore } from '../../src/server/postgres.js';
import { describeKills } from '../support/kill.js';
import { missingPostgres, startPostgres } from '../support/postgres.mjs';

if (!missingPostgres)
  describeKills('PostgreSQL', async () => {
    const server = await startPostgres();
    const pool = new pg.Pool(server.connection);
    const close = async (): Promise<void> => {
      await pool.end();
      await server.stop();
    };
    return { store: await createPostgresStore(pool), told: { postgres: server.connection }, close };
  });

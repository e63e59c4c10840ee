import { describeKills } from '../support/kill.js';
import { missingPostgres } from '../support/postgres.mjs';
import { openPostgres } from '../support/shared-stores.js';

if (!missingPostgres) describeKills('PostgreSQL', () => openPostgres());

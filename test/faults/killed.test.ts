import { describeKills } from '../support/kill.js';
import { openSqlite } from '../support/shared-stores.js';

describeKills('SQLite', openSqlite);

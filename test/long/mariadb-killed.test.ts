import { describeKills } from '../support/kill.js';
import { missingMariadb } from '../support/mariadb.mjs';
import { openMariadb } from '../support/shared-stores.js';

if (!missingMariadb) describeKills('MariaDB', openMariadb);

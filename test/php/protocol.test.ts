/** The protocol of the WordPress plugin, over SQLite. */
import { startPhp } from '../support/php.mjs';

// Several workers, as a site has them.
const { stop } = await startPhp({ PHP_CLI_SERVER_WORKERS: '4' });
after(stop);
await import('./suites.js');

/** The protocol of the WordPress plugin over WordPress' own database class and MariaDB. */
import { startPhp } from '../support/php.mjs';
import { startWordpress } from '../support/wordpress.mjs';

const { site, stop } = await startWordpress();
const php = await startPhp({ PHP_CLI_SERVER_WORKERS: '4', RELBUTTON_SITE: site });
after(() => {
  php.stop();
  stop();
});
await import('../php/suites.js');

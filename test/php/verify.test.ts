/** The verifier of the WordPress plugin reads records as the vectors ask. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { fileURLToPath } from 'node:url';
import { conformRecords } from '../../src/conformance/index.js';
import { startVerifier } from '../../src/conformance/verifier.js';

describe('the verifier in PHP', () => {
  it('breaks no rule of the vectors', async () => {
    const verifier = startVerifier(`php ${fileURLToPath(new URL('verify.php', import.meta.url))}`);
    const results = await conformRecords(verifier.ask);
    verifier.end();
    ok(results.length > 260);
    same(
      results.filter(({ outcome }) => outcome === 'broken').map(({ name, why }) => `${name}: ${why}`),
      [],
    );
  });
});

/** The package as it is packed: what is in it, and whether tools and types find their way in it. */
import { deepStrictEqual as same, ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pack, readManifest, ROOT, run, temporary } from '../support/pack.mjs';

describe('the packed package', () => {
  let packed;
  before(async () => {
    packed = await pack(ROOT, await temporary());
  });

  it('holds what packed.txt lists, and nothing else', async () => {
    const lines = (await readFile(new URL('packed.txt', import.meta.url), 'utf8')).trim().split('\n');
    same(lines, lines.toSorted(), 'the list is sorted');
    const paths = packed.files.map(({ path }) => path);
    // A star stands for a name without a dot, so that no test and no source map slips in by one.
    const patterns = lines.map((line) => new RegExp(`^${line.replaceAll('.', '\\.').replaceAll('*', '[^./]+')}$`));
    same(
      paths.filter((path) => !patterns.some((pattern) => pattern.test(path))),
      [],
      'packed, but not listed',
    );
    same(
      lines.filter((_, i) => !paths.some((path) => patterns[i].test(path))),
      [],
      'listed, but not packed',
    );
  });

  it('is at most 2.7 MB on the disk', () => {
    console.log(`the package: ${packed.unpackedSize} of 2700000 bytes, ${packed.size} packed, ${packed.entryCount} files`);
    ok(packed.unpackedSize <= 2_700_000);
  });

  it('is in order for publint', async () => {
    const tarball = await readFile(packed.tarball);
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    const manifest = await readManifest(ROOT);
    same(
      messages.map((message) => formatMessage(message, manifest)),
      [],
    );
  });

  it('has types wherever it is imported', async () => {
    const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    await run(ROOT, process.execPath, [attw, packed.tarball, '--profile', 'esm-only', '--no-emoji', '--no-color']);
  });
});

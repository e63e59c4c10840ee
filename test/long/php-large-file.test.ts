/** A large file goes into the WordPress plugin's store and out of it, in memory that does not grow with it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { payloadHash } from '../../src/contract/record.js';
import { FORMATS } from '../../src/server/index.js';
import { whole } from '../support/all-of.mjs';
import { Customer } from '../support/customer.js';
import { accepted, key, open, origin } from '../support/vendor.js';

const CODE = `
namespace Relbutton;
require '${process.cwd()}/integrations/wordpress/relbutton/includes/autoload.php';
list( , $key, $database, $format, $file, $copy ) = $argv;
$database = new Sqlite_Database( $database );
$database->run( 'PRAGMA synchronous = OFF' );
$database->prepare_tables( '' );
$options = new Options( '${origin}', 'Shop', array( 'SD-BASE' ), json_decode( $key, true ), new Store( $database, '' ) );
$added   = ( new Importer( $options ) )->add( File_Reader::records( fopen( $file, 'rb' ), $format ) );
$out     = fopen( $copy, 'wb' );
foreach ( Portable::write( $options->store->all(), $format ) as $part ) {
	fwrite( $out, $part );
}
echo json_encode( array( 'added' => $added, 'peak' => memory_get_peak_usage( true ) ) );
`;
/** The most that a run may hold, in bytes: the file has about 40 MB. */
const PEAK = 12_582_912;

for (const format of FORMATS)
  it(`takes 20,000 records and gives them back, in at most 12 MB: ${format}`, async () => {
    const vendor = open({ accepts: ['SD-BASE'] });
    for (let i = 0; i < 20; i++) {
      const customer = await Customer.create();
      let prev: string | undefined;
      for (let n = 0; n < 100; n++) {
        const said = prev === undefined ? {} : { act: 'converse', agreement: undefined, prev, body: { text: `No ${n}` } };
        prev = await payloadHash(await accepted(vendor, await customer.sign(said)));
      }
    }
    const text = await whole(vendor.export(format));
    // The same 2,000 ten times: those that are there already are read and checked like the others.
    const [begin, end] =
      format === 'csv' ? [text.indexOf('\r\n') + 2, text.length] : [text.indexOf('[') + 1, text.lastIndexOf('\n]')];
    const rows = text.slice(begin, end);
    const large =
      text.slice(0, begin) +
      Array<string>(10)
        .fill(rows)
        .join(format === 'csv' ? '' : ',') +
      text.slice(end);
    const folder = mkdtempSync(join(tmpdir(), 'relbutton-large-'));
    try {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      writeFileSync(from, large);
      const given = [JSON.stringify(key), join(folder, 'records.db'), format, from, to];
      const told = JSON.parse(execFileSync('php', ['-r', CODE, ...given], { encoding: 'utf8' })) as Record<string, number>;
      expect(told.added).to.equal(2_000);
      expect(told.peak).to.be.at.most(PEAK);
      expect(readFileSync(to, 'utf8') === text, 'to the byte').to.equal(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

<?php
/**
 * A verifier of records by the plugin's own classes: reads lines of JSON, {id, record, jwks, aud?, now?}, and answers each by a line
 * {id, ok, code?}. A record that is sent goes to an endpoint with an empty store.
 */

namespace Relbutton;

require __DIR__ . '/../../integrations/wordpress/relbutton/includes/autoload.php';

$key = Vendor_Key::create();

$receive = static function ( array $case ) use ( $key ): void {
	$database = new Sqlite_Database( ':memory:' );
	$database->prepare_tables( '' );
	$options        = new Options( $case['aud'], 'Shop', array( 'SD-BASE', 'PDC-INTENT' ), $key, new Store( $database, '' ) );
	$options->clock = static fn(): float => $case['now'];
	( new Receiver( $options ) )->receive( $case['record'] );
};

while ( false !== ( $line = fgets( STDIN ) ) ) {
	$case    = Json::read( $line );
	$verdict = array( 'id' => $case['id'], 'ok' => true );
	try {
		isset( $case['aud'] ) ? $receive( $case ) : Verify::record( Jws::parse( $case['record'] ), $case['jwks']['keys']->items );
	} catch ( Refusal $refusal ) {
		$verdict = array( 'id' => $case['id'], 'ok' => false, 'code' => $refusal->reason );
	}
	echo Json::write( $verdict ), "\n";
}

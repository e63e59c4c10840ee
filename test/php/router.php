<?php
/**
 * The protocol of the WordPress plugin without WordPress, for PHP's built-in server: a vendor for each id in the header `x-vendor`, in
 * an SQLite file of its own, or in tables of its own where `RELBUTTON_SITE` is the folder of a WordPress. `/-/<method>` calls a method of the vendor, as its admin pages do.
 */

namespace Relbutton;

require __DIR__ . '/../../integrations/wordpress/relbutton/includes/autoload.php';


$given    = json_decode( base64_decode( $_SERVER['HTTP_X_VENDOR'] ), true );
$site = getenv( 'RELBUTTON_SITE' );
if ( $site ) {
	define( 'SHORTINIT', true );
	require "$site/wp-load.php";
	$prefix   = 't' . str_replace( '-', '', $given['store'] ) . '_';
	$database = new Wpdb_Database( $GLOBALS['wpdb'] );
	if ( ! $database->rows( 'SHOW TABLES LIKE ?', array( "{$prefix}relbutton_accounts" ) ) ) {
		$database->prepare_tables( $prefix );
	}
} else {
	$prefix = '';
	$folder = getenv( 'RELBUTTON_FOLDER' );
	$file   = "$folder/{$given['store']}.db";
	$empty  = "$folder/empty.db";
	// Another worker must find the whole file or none.
	$own = "$folder/" . getmypid();
	if ( ! is_file( $empty ) ) {
		( new Sqlite_Database( $own ) )->prepare_tables( '' );
		rename( $own, $empty );
	}
	if ( ! is_file( $file ) ) {
		copy( $empty, $own );
		@link( $own, $file );
		unlink( $own );
	}
	$database = new Sqlite_Database( $file );
	$database->run( 'PRAGMA synchronous = OFF' );
}

set_error_handler(
	static function ( int $level, string $message, string $file, int $line ) {
		throw new \ErrorException( $message, 0, $level, $file, $line );
	}
);

/** Calls a function of the test's process. */
$call_back = static function ( string $name, array $values ) use ( $given ) {
	$http     = array( 'method' => 'POST', 'header' => 'content-type: application/json', 'content' => json_encode( $values ), 'ignore_errors' => true );
	$returned = json_decode( file_get_contents( "{$given['callback']}/{$given['id']}/$name", false, stream_context_create( array( 'http' => $http ) ) ), true );
	if ( isset( $returned['failed'] ) ) {
		throw new \RuntimeException( $returned['failed'] );
	}
	return $returned['returned'];
};

$options        = new Options( $given['origin'], $given['name'], $given['accepts'], $given['key'], new Store( $database, $prefix ) );
$options->clock = static fn(): float => $given['now'];
foreach ( array( 'former_keys', 'endpoint', 'terms', 'since', 'per_minute' ) as $name ) {
	$options->$name = $given[ $name ] ?? $options->$name;
}
foreach ( $given['hooks'] as $name ) {
	if ( 'onchange' === $name ) {
		$options->messages = array( 'change' );
	} else {
		// The request tells whom a challenge was given to.
		$more           = 'check_challenge' === $name ? array( $_SERVER['HTTP_X_REQUEST'] ?? '' ) : array();
		$options->$name = static fn( ...$values ) => $call_back( $name, array_merge( $values, $more ) );
	}
}
$options->report = static fn( \Throwable $error ) => $call_back( 'report', array( $error->getMessage() ) );

$path = strtok( $_SERVER['REQUEST_URI'], '?' );
if ( 0 !== strpos( $path, '/-/' ) ) {
	$endpoint = new Endpoint( $options );
	$type     = $_SERVER['HTTP_CONTENT_TYPE'] ?? $_SERVER['CONTENT_TYPE'] ?? '';
	$answer   = $path === $options->endpoint
		? $endpoint->answer( $_SERVER['REQUEST_METHOD'], $_SERVER['QUERY_STRING'] ?? '', $type, fopen( 'php://input', 'rb' ), $_SERVER['HTTP_X_CLIENT'] ?? null )
		: $endpoint->file( $_SERVER['REQUEST_METHOD'], $path );
	( $answer ?? new Answer( 404, array( 'x-for' => 'nobody' ), '' ) )->send();
	return;
}

/** Reads an entry that awaits a decision. */
$proposal = static fn( ?array $open ): ?array => null === $open ? null : array( 'iss' => $open['iss'], 'claims' => Entries::claims( $open ), 'record' => $open['received'] );

/** Reads a relationship as the admin's list shows it. */
$listed = static function ( array $one ) use ( $proposal ): array {
	$head = $one['state']['head'] ?? null;
	return array_filter(
		array(
			'iss'       => $one['iss'],
			'status'    => State::status( $one['state'] ),
			'agreement' => $head['agreement'] ?? null,
			'since'     => null === $head ? null : Times::write( $head['since'] ),
			'counts'    => $head['counts'] ?? array( 'customer' => 0, 'vendor' => 0 ),
			'proposal'  => $proposal( $one['open'] ),
		),
		static fn( $value ) => null !== $value
	);
};

$reading = new Reading( $options->store );
$outbox  = new Outbox( $database, $options->store->prefix );
$methods = array(
	'list'          => static fn() => array_map( static fn( $entry ) => array( 'answer' => (object) $entry['answer'] ) + array_diff_key( $entry, array( 'seq' => 0 ) ), iterator_to_array( $options->store->all(), false ) ),
	'status'        => static fn( $iss ) => $reading->status( $iss ),
	'relationship'  => static function ( $iss ) use ( $reading, $options, $proposal ) {
		$open = State::open( $options->store->state( $iss ) );
		return array( 'iss' => $iss, 'status' => $reading->status( $iss ), 'records' => array_column( $reading->chain( $iss ), 'record' ), 'proposal' => $proposal( null === $open ? null : $options->store->entry( $iss, $open ) ) ) + $reading->agreed( $iss );
	},
	'relationships' => static fn() => array_values( array_filter( array_map( $listed, iterator_to_array( $options->store->relationships(), false ) ), static fn( $one ) => 'offered' !== $one['status'] ) ),
	'say'           => static fn( $iss, $act, $body ) => ( new Speaker( $options ) )->say( $iss, $act, is_array( $body ) ? $body : array() ),
	'decide'        => static fn( $iss, $decision ) => ( new Negotiation( $options ) )->decide( $iss, $decision ),
	'export'        => static fn( $format ) => implode( '', iterator_to_array( Portable::write( $options->store->all(), $format ), false ) ),
	'dead'          => static fn() => $outbox->dead( '', 1000 ),
	'next'          => static fn() => $outbox->next_time(),
	'resend'        => static fn( $id ) => $outbox->resend( $id, $options->now() ),
	'deliver'       => static fn() => $outbox->deliver( static fn( $kind, $change ) => $call_back( 'onchange', array( $change ) ), $options->report, $options->clock ),
	'import'        => static function ( $text, $format ) use ( $options ) {
		$file = fopen( 'php://temp', 'w+b' );
		fwrite( $file, $text );
		rewind( $file );
		return ( new Importer( $options ) )->add( File_Reader::records( $file, $format ) );
	},
);
header( 'content-type: application/json' );
try {
	// The arguments may hold lone surrogates, which `json_decode` refuses.
	$values = Json::read( file_get_contents( 'php://input' ) )['values'];
	echo Json::write( array( 'returned' => $methods[ substr( $path, 3 ) ]( ...$values->items ) ) );
} catch ( Refusal $refusal ) {
	echo Json::write( array( 'refused' => $refusal->reason ) );
} catch ( Chain_Fault $fault ) {
	echo Json::write( array( 'fault' => $fault->fault, 'hash' => $fault->hash ) );
} catch ( \InvalidArgumentException $error ) {
	echo Json::write( array( 'type' => $error->getMessage() ) );
}

<?php
/**
 * The options of a vendor.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** What a vendor is made of. All but the first five have a default. */
final class Options {
	/** @var string The origin of the vendor's pages, as browsers show it. */
	public $origin;

	/** @var string The vendor's name. */
	public $name;

	/** @var string[] The agreements that the vendor accepts. */
	public $accepts;

	/** @var array The private JWK that signs. */
	public $key;

	/** @var Store */
	public $store;

	/** @var array[] Earlier keys, which stay published. */
	public $former_keys = array();

	/** @var string The path and query of the endpoint. */
	public $endpoint = '/relbutton';

	/** @var string|null The absolute URL of the vendor's own terms. */
	public $terms;

	/** @var int|null The time from which these agreements are accepted. Default: now. */
	public $since;

	/** @var int Records and look-ups per client and minute. */
	public $per_minute = 120;

	/** @var callable|null Takes the claims of a proposal, and returns `accept`, `refuse`, `pending` or `array( 'counter' => id )`. */
	public $decide;

	/** @var callable|null Takes a challenge, the claims and the record's hash, and returns whether the server gave it, and uses it up. */
	public $check_challenge;

	/** @var callable|null Takes an `iss`, and returns the other data held about that customer. */
	public $held;

	/** @var callable|null Takes an `iss`, erases the other data, and returns `array( 'erased' => true )` or `kept`, `why` and `until`. */
	public $erase;

	/** @var string[] The kinds of messages that each change makes. */
	public $messages = array();

	/** @var callable Returns the time in seconds since 1970. */
	public $clock;

	/** @var callable Takes each error that the operator has to fix. */
	public $report;

	public function __construct( string $origin, string $name, array $accepts, array $key, Store $store ) {
		$this->origin  = $origin;
		$this->name    = $name;
		$this->accepts = $accepts;
		$this->key     = $key;
		$this->store   = $store;
		$this->clock   = static fn(): float => microtime( true );
		$this->report  = static fn( \Throwable $error ) => error_log( 'relbutton: ' . $error->getMessage() );
	}

	/** Returns the time in seconds since 1970. */
	public function now(): float {
		return ( $this->clock )();
	}

	/** Returns the published keys, the one in use first. */
	public function public_keys(): array {
		return array_map( array( Vendor_Key::class, 'public_part' ), array_merge( array( $this->key ), $this->former_keys ) );
	}

	/**
	 * Calls one of the functions above.
	 *
	 * @param callable $is_valid Checks what it returned.
	 * @return mixed What it returned.
	 * @throws Refusal With `server_error`.
	 */
	public function call( string $name, array $values, callable $is_valid ) {
		try {
			$returned = ( $this->$name )( ...$values );
		} catch ( \Exception $error ) {
			throw new Refusal( 'server_error', new \RuntimeException( "The option $name failed: " . $error->getMessage(), 0, $error ) );
		}
		if ( ! $is_valid( $returned ) ) {
			throw new Refusal( 'server_error', new \RuntimeException( "The option $name returned another form: " . json_encode( $returned ) ) );
		}
		return $returned;
	}

	/** Returns the messages that a change makes. */
	public function messages_for( array $entry, array $claims, array $state ): array {
		$now     = $this->now();
		$is_news = null !== $entry['record'] || isset( $entry['answer']['pending'] );
		$make    = function ( string $kind ) use ( $entry, $claims, $state, $now ): array {
			$id   = self::uuid();
			$body = array( 'id' => $id, 'iss' => $entry['iss'], 'act' => $claims['act'], 'side' => Claims::side( $claims ), 'status' => State::status( $state ), 'occurredAt' => Times::write( $now ), 'sequence' => 0 );
			if ( null !== $entry['record'] ) {
				$body['record'] = $entry['record'];
			}
			if ( isset( $entry['answer']['erasure'] ) ) {
				$body['erasure'] = $entry['answer']['erasure'];
			}
			return array( 'id' => $id, 'kind' => $kind, 'due' => (int) floor( $now * 1000 ), 'body' => $body );
		};
		return $is_news ? array_map( $make, $this->messages ) : array();
	}

	/** Makes a UUID of version 4 (RFC 9562). */
	public static function uuid(): string {
		$bytes    = random_bytes( 16 );
		$bytes[6] = chr( ord( $bytes[6] ) & 0x0f | 0x40 );
		$bytes[8] = chr( ord( $bytes[8] ) & 0x3f | 0x80 );
		return vsprintf( '%s%s-%s-%s-%s-%s%s%s', str_split( bin2hex( $bytes ), 4 ) );
	}
}

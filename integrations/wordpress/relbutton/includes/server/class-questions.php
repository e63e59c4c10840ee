<?php
/**
 * Answers what customers ask.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Answers `sync` and `export`, and the look-ups of a passkey. */
final class Questions {
	/** The maximum length of an answer, in UTF-16 units. */
	private const MAX = 4194304;

	/** The length of `{"records":[],"data":,"more":true}`. */
	private const FRAME = 64;

	/** @var Options */
	private $options;

	/** @var Store */
	private $store;

	public function __construct( Options $options ) {
		$this->options = $options;
		$this->store   = $options->store;
	}

	/**
	 * Answers `sync` by the records after the one that it names, or by all, and `export` by all and the other data: as many as an agent
	 * reads in one answer. `more` says that others follow.
	 */
	public function answer( array $claims, array $state ): array {
		$iss   = $claims['iss'];
		$held  = 'export' === $claims['act'] && null !== $this->options->held
			? array( 'data' => $this->options->call( 'held', array( $iss ), static fn( $value ) => false !== json_encode( $value ) ) )
			: array();
		if ( 'sync' === $claims['act'] && isset( $state['erasure'] ) ) {
			$held['erasure'] = $state['erasure'];
		}
		$leave = 'ended' === ( $state['head']['status'] ?? null ) ? $this->store->leave_of( $iss ) : null;
		$left  = $leave['record'] ?? '';
		$room  = self::MAX - self::FRAME - self::length( $left ) - ( $held ? Text::units( Json::write( $held ) ) : 0 );
		$begin = 'sync' === $claims['act'] ? $claims['prev'] ?? null : null;
		$texts = array();
		foreach ( $this->store->read( $iss, $begin ) as $entry ) {
			if ( null === $entry['record'] || null === Entries::claims( $entry ) ) {
				continue;
			}
			$room -= self::length( $entry['record'] );
			if ( $room < 0 && $texts ) {
				return array( 'records' => $texts, 'more' => true ) + $held;
			}
			$texts[] = $entry['record'];
		}
		// A store of an earlier version can have records that came after the leave: tell the leave wherever it stands.
		if ( '' !== $left && ! in_array( $left, $texts, true ) ) {
			$texts[] = $left;
		}
		return array( 'records' => $texts ) + $held;
	}

	private static function length( string $record ): int {
		return Text::units( Json::write( $record ) ) + 1;
	}

	/**
	 * Finds the relationship of a passkey (contract, "Coming back").
	 *
	 * @param string[][] $query The values of `credential` and of `customer`.
	 * @throws Refusal With `bad_request` or `unknown_credential`.
	 */
	public function find( array $query ): array {
		if ( count( $query['credential'] ) + count( $query['customer'] ) > 1 ) {
			throw new Refusal( 'bad_request' );
		}
		$iss = $this->customer_in( $query['credential'][0] ?? '', $query['customer'][0] ?? '' );
		if ( null === $iss ) {
			throw new Refusal( 'unknown_credential' );
		}
		$state = $this->store->state( $iss );
		$head  = $state['head'] ?? null;
		$entry = null === $head && null !== State::open( $state ) ? $this->store->entry( $iss, State::open( $state ) ) : null;
		$begun = null === $head ? $entry : $this->store->entry_with_hash( $iss, $head['first'] ?? '' );
		$jws   = null === $begun ? null : Jws::parse( $begun['record'] ?? $begun['received'] );
		if ( null === $jws || 'relate' !== $jws->claims()['act'] || ! isset( $jws->header( 0 )['crit'] ) ) {
			throw new Refusal( 'unknown_credential' );
		}
		$found = array(
			'iss'        => $iss,
			'status'     => State::status( $state ),
			'credential' => null === $head ? $entry['credential'] ?? null : $state['credential'] ?? null,
			'jwk'        => $jws->header( 0 )['jwk'],
			'prev'       => $head['last'] ?? null,
			'agreement'  => $head['agreement'] ?? null,
			'since'      => null === $head ? null : Times::write( $head['since'] ),
			'erasure'    => $state['erasure'] ?? null,
		);
		return array_filter( $found, static fn( $value ) => null !== $value );
	}

	private function customer_in( string $credential, string $customer ): ?string {
		if ( 1 === preg_match( Field::HASH, $customer ) ) {
			return $customer;
		}
		return 1 === preg_match( Field::CREDENTIAL, $credential ) ? $this->store->with_credential( $credential )['iss'] ?? null : null;
	}
}

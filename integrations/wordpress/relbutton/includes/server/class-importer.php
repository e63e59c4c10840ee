<?php
/**
 * Adds the records of a file to the store.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Checks a batch of records before it adds one of them. Those of one relationship come oldest first. */
final class Importer {
	/** The number of records that are checked before they are added. */
	private const BATCH = 256;

	/** @var Options */
	private $options;

	/** @var Store */
	private $store;

	public function __construct( Options $options ) {
		$this->options = $options;
		$this->store   = $options->store;
	}

	/**
	 * Adds records. After an error the batches before stay, and the file can be imported again.
	 *
	 * @param iterable $records Their texts.
	 * @return int The number of new records.
	 * @throws Refusal|Chain_Fault If one is not valid.
	 */
	public function add( iterable $records ): int {
		$added = 0;
		$batch = array();
		foreach ( $records as $record ) {
			$batch[] = $this->read( $record );
			if ( count( $batch ) === self::BATCH ) {
				$added += $this->flush( $batch );
				$batch  = array();
			}
		}
		return $added + $this->flush( $batch );
	}

	/** @return array[] Its claims and its entry. */
	private function read( string $record ): array {
		$jws    = Jws::parse( $record );
		$claims = Verify::record( $jws, $this->options->public_keys() );
		if ( Claims::vendor( $claims ) !== $this->options->origin ) {
			throw new Refusal( 'wrong_audience' );
		}
		// The customer sent it without the vendor's signature.
		$received = 'customer' === Claims::side( $claims ) ? $jws->received() : $record;
		$place    = 'leave' === $claims['act'] ? null : $claims['prev'] ?? '';
		return array( $claims, array( 'record' => $record, 'place' => $place ) + Entries::make( $jws, $claims, $received ) );
	}

	private function flush( array $batch ): int {
		$planned = $this->plan( self::in_order( $batch ) );
		foreach ( $planned as list( $entry, $state ) ) {
			// Another process added a record meanwhile: the file can be imported again.
			if ( ! $this->store->add( $entry, $state ) ) {
				throw new Refusal( 'broken_chain' );
			}
		}
		return count( $planned );
	}

	/** Sorts a batch, relationship by relationship: each record after the one that it follows, where that is in the batch too. */
	private static function in_order( array $batch ): array {
		$following = array();
		$hashes    = array_flip( array_column( array_column( $batch, 1 ), 'hash' ) );
		foreach ( $batch as $one ) {
			$entry  = $one[1];
			$place  = $entry['place'];
			$before = null !== $place && isset( $hashes[ $place ] ) ? $place : $entry['iss'] . ( null === $place ? ' leave' : ' line' );

			$following[ $before ][] = $one;
		}
		$ordered = array();
		foreach ( array_unique( array_column( array_column( $batch, 1 ), 'iss' ) ) as $iss ) {
			foreach ( array( 'line', 'leave' ) as $part ) {
				for ( $next = $following[ "$iss $part" ] ?? array(); $next; ) {
					array_push( $ordered, ...$next );
					$next = array_merge( ...array_map( static fn( $one ) => $following[ $one[1]['hash'] ] ?? array(), $next ) );
				}
			}
		}
		return $ordered;
	}

	/** Checks that records continue the chains in the store. @return array[] The new ones, each an entry and the state after it. */
	private function plan( array $records ): array {
		$planned = array();
		$states  = array();
		$known   = array();
		$revoked = array();
		foreach ( $records as list( $claims, $entry ) ) {
			$iss    = $entry['iss'];
			$hash   = $entry['hash'];
			$stored = $this->store->entry( $iss, $entry['jti'] );
			if ( ( $stored['hash'] ?? null ) === $hash || isset( $known[ "$iss $hash" ] ) ) {
				continue;
			}
			if ( null !== $stored ) {
				throw new Refusal( 'jti_reused' );
			}
			$state = $states[ $iss ] ?? $this->store->state( $iss );
			$fault = $this->fault( $claims, $entry, $state, $known, $revoked );
			if ( null !== $fault ) {
				throw new Chain_Fault( $fault, $hash );
			}
			$states[ $iss ]         = State::after( $state, $entry, $claims, $this->options->now() );
			$known[ "$iss $hash" ]  = $claims;
			$planned[]              = array( $entry, $states[ $iss ] );
			if ( isset( $entry['revokes'] ) ) {
				$revoked[ $iss . ' ' . $entry['revokes'] ] = true;
			}
		}
		return $planned;
	}

	private function fault( array $claims, array $entry, array $state, array $known, array $revoked ): ?string {
		$iss   = $entry['iss'];
		$place = $entry['place'];
		if ( ! Rules::is_kept( $claims ) ) {
			return 'wrong_side';
		}
		if ( null === $place ) {
			return null;
		}
		if ( '' === $place && ! Rules::is_beginning( $claims ) ) {
			return 'no_beginning';
		}
		if ( ( $state['head']['last'] ?? '' ) !== $place ) {
			$is_there = '' === $place || isset( $known[ "$iss $place" ] ) || null !== $this->store->entry_with_hash( $iss, $place );
			return $is_there ? 'forked' : 'missing';
		}
		$re = Claims::re( $claims );
		return Rules::re_fault( $claims, $known[ "$iss $re" ] ?? $this->store->claims_of( $iss, $re ), isset( $revoked[ "$iss $re" ] ) || $this->store->is_revoked( $iss, $re ) );
	}
}

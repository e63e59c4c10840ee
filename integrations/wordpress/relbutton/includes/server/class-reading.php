<?php
/**
 * Reads relationships.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** What the vendor sees of its relationships. */
final class Reading {
	/** @var Store */
	private $store;

	public function __construct( Store $store ) {
		$this->store = $store;
	}

	/** Returns the status of a relationship: `offered` if there is none. */
	public function status( string $iss ): string {
		return State::status( $this->store->state( $iss ) );
	}

	/**
	 * Returns the records of a relationship that can be read, in the order of the chain: each with `hash`, `record` and `claims`.
	 *
	 * @return array[]
	 */
	public function chain( string $iss ): array {
		$line   = array();
		$leaves = array();
		foreach ( $this->store->read( $iss ) as $entry ) {
			$claims = null === $entry['record'] ? null : Entries::claims( $entry );
			if ( null === $claims ) {
				continue;
			}
			$one = array( 'hash' => $entry['hash'], 'record' => $entry['record'], 'claims' => $claims );
			if ( null === $entry['place'] ) {
				$leaves[] = $one;
			} else {
				$line[] = $one;
			}
		}
		return array_merge( $line, $leaves );
	}

	/** Returns the agreement in force and the record of it; both `null` before an agreement. */
	public function agreed( string $iss ): array {
		$head  = $this->store->state( $iss )['head'] ?? array();
		$entry = isset( $head['agreed'] ) ? $this->store->entry_with_hash( $iss, $head['agreed'] ) : null;
		return array( 'agreement' => $head['agreement'] ?? null, 'record' => $entry['record'] ?? null );
	}

	/**
	 * Returns the threads of a chain: a text or a need, and what was said to it. A `converse` that answers nothing begins one, and so
	 * does an `intentcast`; any other record begins one once a `converse` answers it.
	 *
	 * @param array[] $chain As `chain` returns it.
	 * @return array[][] The records of each thread, oldest first.
	 */
	public static function threads( array $chain ): array {
		$threads = array();
		$roots   = array();
		foreach ( $chain as $one ) {
			$re                      = 'converse' === $one['claims']['act'] ? Claims::re( $one['claims'] ) : null;
			$root                    = $roots[ $re ?? '' ] ?? $one['hash'];
			$roots[ $one['hash'] ]   = $root;
			$threads[ $root ][]      = $one;
		}
		$is_thread = static fn( $thread ) => count( $thread ) > 1 || in_array( $thread[0]['claims']['act'], array( 'converse', 'intentcast' ), true );
		return array_values( array_filter( $threads, $is_thread ) );
	}
}

<?php
/**
 * The store of records.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * Stores the vendor's records with the state of each relationship and the outbox. An entry is an array: `iss` the customer, `jti`,
 * `hash`, `place` (the hash of the record before, `''` for the first, `null` for a leave or an open proposal), `received` and `record`
 * (texts; `record` is `null` while nothing is agreed), `answer`, and where there is one `credential` and `revokes`.
 */
final class Store {
	/** The columns of an entry. */
	private const COLUMNS = 'iss, jti, hash, place, received, record, answer, credential, revokes';

	/** The number of items that one query returns. */
	public const PAGE = 128;

	/** @var Database */
	public $database;

	/** @var string The prefix of its tables. */
	public $prefix;

	public function __construct( Database $database, string $prefix ) {
		$this->database = $database;
		$this->prefix   = "{$prefix}relbutton_";
	}

	/** Returns the state of a relationship. */
	public function state( string $iss ): array {
		$rows = $this->database->rows( "SELECT version, state FROM {$this->prefix}heads WHERE iss = ?", array( $iss ) );
		return $rows ? self::state_of( $rows[0] ) : State::NOTHING;
	}

	private static function state_of( array $row ): array {
		return array( 'version' => (int) $row['version'] ) + json_decode( $row['state'], true );
	}

	/** Returns the entry of a `jti`. */
	public function entry( string $iss, string $jti ): ?array {
		return $this->entries( 'WHERE iss = ? AND jti = ?', array( $iss, $jti ) )[0] ?? null;
	}

	/** Returns the entry of the record with a hash, which both sides hold. */
	public function entry_with_hash( string $iss, string $hash ): ?array {
		return $this->entries( 'WHERE iss = ? AND hash = ? AND record IS NOT NULL', array( $iss, $hash ) )[0] ?? null;
	}

	/** Returns the claims of the record with a hash. */
	public function claims_of( string $iss, ?string $hash ): ?array {
		$entry = null === $hash ? null : $this->entry_with_hash( $iss, $hash );
		return null === $entry ? null : Entries::claims( $entry );
	}

	/** Returns whether a share was revoked. */
	public function is_revoked( string $iss, ?string $hash ): bool {
		return null !== $hash && array() !== $this->database->rows( "SELECT 1 FROM {$this->prefix}records WHERE iss = ? AND revokes = ? LIMIT 1", array( $iss, $hash ) );
	}

	/** Returns the record that ended a relationship. */
	public function leave_of( string $iss ): ?array {
		return $this->entries( 'WHERE iss = ? AND place IS NULL AND record IS NOT NULL ORDER BY seq LIMIT 1', array( $iss ) )[0] ?? null;
	}

	/** Returns the first entry of a credential that has a record or is pending. */
	public function with_credential( string $credential ): ?array {
		return $this->entries( 'WHERE credential = ? AND (record IS NOT NULL OR answer = ?) ORDER BY seq LIMIT 1', array( $credential, Entries::PENDING ) )[0] ?? null;
	}

	/**
	 * Reads the entries of one relationship page by page, oldest first.
	 *
	 * @param string|null $after The hash of the entry before the first one. Default, and if it is unknown: from the beginning.
	 */
	public function read( string $iss, ?string $after = null ): \Generator {
		$seq = $this->database->rows( "SELECT MAX(seq) AS seq FROM {$this->prefix}records WHERE iss = ? AND hash = ?", array( $iss, $after ?? '' ) )[0]['seq'];
		do {
			$page = $this->entries( 'WHERE iss = ? AND seq > ? ORDER BY seq LIMIT ' . self::PAGE, array( $iss, (int) $seq ) );
			foreach ( $page as $entry ) {
				$seq = $entry['seq'];
				yield $entry;
			}
		} while ( count( $page ) === self::PAGE );
	}

	/** Reads all entries: the relationship that began first comes first, and in it the oldest entry. */
	public function all(): \Generator {
		foreach ( $this->relationships() as $one ) {
			yield from $this->read( $one['iss'] );
		}
	}

	/**
	 * Reads relationships page by page, in the order in which they began.
	 *
	 * @param int         $after  The `seq` of the one before the first.
	 * @param string|null $status Only those of one status. `open`: those with an open proposal. Default: all.
	 * @return \Generator Each with `seq`, `iss`, `state` and `open`, the entry of its open proposal.
	 */
	public function relationships( int $after = 0, ?string $status = null ): \Generator {
		$where  = 'open' === $status ? 'AND open IS NOT NULL' : ( null === $status ? '' : 'AND status = ?' );
		$values = null === $status || 'open' === $status ? array() : array( $status );
		do {
			$sql  = "SELECT seq, iss, version, state, open FROM {$this->prefix}heads WHERE seq > ? $where ORDER BY seq LIMIT " . self::PAGE;
			$page = $this->database->rows( $sql, array_merge( array( $after ), $values ) );
			foreach ( $page as $row ) {
				$after = (int) $row['seq'];
				$open  = null === $row['open'] ? null : $this->entry( $row['iss'], $row['open'] );
				yield array( 'seq' => $after, 'iss' => $row['iss'], 'state' => self::state_of( $row ), 'open' => $open );
			}
		} while ( count( $page ) === self::PAGE );
	}

	/** Returns the `seq` of a relationship, by which lists go on. 0 if there is none. */
	public function seq_of( string $iss ): int {
		return (int) ( $this->database->rows( "SELECT seq FROM {$this->prefix}heads WHERE iss = ?", array( $iss ) )[0]['seq'] ?? 0 );
	}

	/** @return array[] Entries, each with its `seq`. */
	private function entries( string $where, array $values ): array {
		$rows = $this->database->rows( 'SELECT seq, ' . self::COLUMNS . " FROM {$this->prefix}records $where", $values );
		return array_map( array( Entries::class, 'from_row' ), $rows );
	}

	/**
	 * Adds an entry, and in the same step the state and the messages.
	 *
	 * @param bool $is_alone `true` erases all other entries and messages of the relationship.
	 * @return bool `false`, without a change, if the version of the stored state is not the one before, the `jti` is used, or the place
	 * is taken.
	 */
	public function add( array $entry, array $state, array $messages = array(), bool $is_alone = false ): bool {
		$work = function () use ( $entry, $is_alone ): bool {
			$values = array_values( Entries::to_row( $entry ) );
			$this->database->run( "INSERT INTO {$this->prefix}records (" . self::COLUMNS . ') VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', $values );
			if ( $is_alone ) {
				$this->database->run( "DELETE FROM {$this->prefix}records WHERE iss = ? AND jti <> ?", array( $entry['iss'], $entry['jti'] ) );
			}
			return true;
		};
		return $this->change( $entry['iss'], $state, $messages, $work, $is_alone );
	}

	/** Replaces the pending entry with the same `jti`, as `add` does. @return bool `false` also if none is pending. */
	public function decide( array $entry, array $state, array $messages = array() ): bool {
		$work = function () use ( $entry ): bool {
			$sql = "UPDATE {$this->prefix}records SET place = ?, record = ?, answer = ? WHERE iss = ? AND jti = ? AND answer = ?";
			$row = Entries::to_row( $entry );
			return 0 < $this->database->run( $sql, array( $row['place'], $row['record'], $row['answer'], $row['iss'], $row['jti'], Entries::PENDING ) );
		};
		return $this->change( $entry['iss'], $state, $messages, $work );
	}

	/**
	 * Erases a relationship that has ended, but for the record that ended it, which is kept to detect replays; or proposals that came to
	 * nothing, or still wait.
	 *
	 * @return bool `false`, without a change, if the relationship goes on.
	 */
	public function erase( string $iss ): bool {
		$state = $this->state( $iss );
		$head  = $state['head'] ?? null;
		if ( null !== $head && 'ended' !== $head['status'] ) {
			return false;
		}
		$erased = array( 'version' => $state['version'] + 1, 'proposals' => array() );
		if ( null !== $head ) {
			$erased['head'] = array_diff_key( $head, array_flip( array( 'first', 'last', 'agreement', 'agreed' ) ) );
		}
		$work = function () use ( $iss ): bool {
			$this->database->run( "DELETE FROM {$this->prefix}records WHERE iss = ? AND (place IS NOT NULL OR record IS NULL)", array( $iss ) );
			return true;
		};
		return $this->change( $iss, $erased, array(), $work, true );
	}

	/**
	 * Makes a change of a relationship, with its next state and messages, if no other came first.
	 *
	 * @param bool $is_alone `true` erases the messages before, and the dead letters.
	 */
	private function change( string $iss, array $state, array $messages, callable $work, bool $is_alone = false ): bool {
		return $this->database->step(
			function () use ( $iss, $state, $messages, $work, $is_alone ): bool {
				if ( ! $this->put_state( $iss, $state ) || ! $work() ) {
					return false;
				}
				$outbox = new Outbox( $this->database, $this->prefix );
				if ( $is_alone ) {
					$outbox->erase( $iss );
				}
				$outbox->add( $iss, $messages );
				return true;
			}
		);
	}

	/** Locks the state's row, and so all changes of this relationship. */
	private function put_state( string $iss, array $state ): bool {
		$version = $state['version'];
		unset( $state['version'] );
		$values = array( $version, State::status( $state ), State::open( $state ), Json::write( $state ), $iss );
		if ( 1 === $version ) {
			$sql = "INSERT INTO {$this->prefix}heads (version, status, open, state, iss) VALUES (?, ?, ?, ?, ?)";
			return 1 === $this->database->run( $sql, $values );
		}
		$sql = "UPDATE {$this->prefix}heads SET version = ?, status = ?, open = ?, state = ? WHERE iss = ? AND version = ?";
		return 1 === $this->database->run( $sql, array_merge( $values, array( $version - 1 ) ) );
	}
}

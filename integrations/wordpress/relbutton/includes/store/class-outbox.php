<?php
/**
 * The outbox: changes that are not yet delivered.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * A message is stored in the step that stores its record, so that no stop of the machine loses it. Those of one kind and relationship are
 * delivered in order, each at least once: a failed one is tried again after 1 s, then after twice as long each time, up to an hour. After
 * 84 tries, which take three days, it is a dead letter, and those behind it go on.
 */
final class Outbox {
	/** How long one process owns a message before another one tries, in milliseconds. */
	private const LEASE = 30000;

	private const FIRST_WAIT = 1000;

	private const LONGEST_WAIT = 3600000;

	/** The number of messages that one query returns. */
	private const PAGE = 50;

	/** The number of tries after which a message is a dead letter. */
	public const TRIES = 84;

	/** @var Database */
	private $database;

	/** @var string */
	private $prefix;

	public function __construct( Database $database, string $prefix ) {
		$this->database = $database;
		$this->prefix   = $prefix;
	}

	/**
	 * Adds messages, within a step.
	 *
	 * @param array[] $messages Each with `id`, `kind`, `due` in milliseconds since 1970, and `body`, an array that gets its `sequence`.
	 */
	public function add( string $iss, array $messages ): void {
		if ( ! $messages ) {
			return;
		}
		if ( 0 === $this->database->run( "UPDATE {$this->prefix}sequences SET last = last + 1 WHERE iss = ?", array( $iss ) ) ) {
			$this->database->run( "INSERT INTO {$this->prefix}sequences (iss, last) VALUES (?, 1)", array( $iss ) );
		}
		$last = (int) $this->database->rows( "SELECT last FROM {$this->prefix}sequences WHERE iss = ?", array( $iss ) )[0]['last'];
		foreach ( $messages as $message ) {
			$body = Json::write( array_merge( $message['body'], array( 'sequence' => $last ) ) );
			$this->append( array( 'iss' => $iss, 'body' => $body ) + $message );
		}
	}

	private function append( array $message ): void {
		$sql = "INSERT INTO {$this->prefix}outbox (id, kind, due, attempts, body, iss) VALUES (?, ?, ?, 0, ?, ?)";
		$this->database->run( $sql, array( $message['id'], $message['kind'], $message['due'], $message['body'], $message['iss'] ) );
	}

	/** Erases what waits and the dead letters of a relationship, within a step. */
	public function erase( string $iss ): void {
		foreach ( array( 'outbox', 'letters' ) as $table ) {
			$this->database->run( "DELETE FROM {$this->prefix}$table WHERE iss = ?", array( $iss ) );
		}
	}

	/** Lists the messages that are due until then, in milliseconds since 1970: the first one of each kind and relationship. Those after it wait. */
	private function due( int $until, int $limit ): array {
		$sql = "SELECT id, iss, kind, due, attempts, body FROM {$this->prefix}outbox AS one WHERE due <= ? AND NOT EXISTS (
			SELECT 1 FROM {$this->prefix}outbox AS earlier
			WHERE earlier.kind = one.kind AND earlier.iss = one.iss AND earlier.place < one.place
		) ORDER BY due LIMIT ?";
		return $this->database->rows( $sql, array( $until, $limit ) );
	}

	/**
	 * Tries each due message once.
	 *
	 * @param callable $deliver Takes the kind and the change. If it throws, it is called again later.
	 * @param callable $report  Takes each error.
	 * @param callable $clock   Returns the time in seconds.
	 */
	public function deliver( callable $deliver, callable $report, callable $clock ): void {
		$now   = static fn(): int => (int) floor( $clock() * 1000 );
		$tried = array();
		do {
			$messages = array_filter( $this->due( $now(), self::PAGE ), static fn( $one ) => ! isset( $tried[ $one['id'] ] ) );
			foreach ( $messages as $message ) {
				$tried[ $message['id'] ] = true;
				$attempts                = (int) $message['attempts'];
				if ( ! $this->claim( $message['id'], $attempts, $now() + self::LEASE ) ) {
					continue;
				}
				++$attempts;
				try {
					$deliver( $message['kind'], json_decode( $message['body'], true ) );
					$this->remove( $message['id'], $attempts );
				} catch ( \Throwable $error ) {
					$report( $error );
					$this->fail( array( 'attempts' => $attempts ) + $message, $error->getMessage(), $now() );
				}
			}
		} while ( $messages );
	}

	/** Leases a message, and counts an attempt. @return bool `false` if its attempts differ: another process holds the lease. */
	private function claim( string $id, int $attempts, int $until ): bool {
		$sql = "UPDATE {$this->prefix}outbox SET due = ?, attempts = attempts + 1 WHERE id = ? AND attempts = ?";
		return 1 === $this->database->run( $sql, array( $until, $id, $attempts ) );
	}

	/** Removes a message, unless another process has claimed it meanwhile. */
	private function remove( string $id, int $attempts ): bool {
		return 1 === $this->database->run( "DELETE FROM {$this->prefix}outbox WHERE id = ? AND attempts = ?", array( $id, $attempts ) );
	}

	/** Ends the lease of a message that failed: it is tried again later, or it becomes a dead letter. */
	private function fail( array $message, string $why, int $now ): void {
		list( 'id' => $id, 'attempts' => $attempts ) = $message;
		if ( $attempts < self::TRIES ) {
			$wait = (int) min( self::FIRST_WAIT * 2 ** ( $attempts - 1 ), self::LONGEST_WAIT );
			$sql  = "UPDATE {$this->prefix}outbox SET due = ?, why = ? WHERE id = ? AND attempts = ?";
			$this->database->run( $sql, array( $now + $wait, $why, $id, $attempts ) );
			return;
		}
		$this->database->step(
			function () use ( $message, $id, $attempts, $why ): bool {
				if ( ! $this->remove( $id, $attempts ) ) {
					return false;
				}
				$sql = "INSERT INTO {$this->prefix}letters (id, kind, attempts, body, iss, why) VALUES (?, ?, ?, ?, ?, ?)";
				$this->database->run( $sql, array( $id, $message['kind'], $attempts, $message['body'], $message['iss'], $why ) );
				return true;
			}
		);
	}

	/**
	 * Returns dead letters in the order of their `id`, each with `id`, `iss`, `kind`, `attempts`, `why` and `change`.
	 *
	 * @param string $after The `id` of the one before the first.
	 */
	public function dead( string $after, int $limit ): array {
		$sql  = "SELECT id, iss, kind, attempts, why, body FROM {$this->prefix}letters WHERE id > ? ORDER BY id LIMIT ?";
		$read = static function ( array $row ): array {
			$body = $row['body'];
			unset( $row['body'] );
			return array( 'attempts' => (int) $row['attempts'], 'change' => json_decode( $body, true ) ) + $row;
		};
		return array_map( $read, $this->database->rows( $sql, array( $after, $limit ) ) );
	}

	/**
	 * Sends a dead letter again, after those of its relationship that wait, with new tries.
	 *
	 * @param float $now In seconds since 1970.
	 * @return bool `false` if no dead letter has this `id`.
	 */
	public function resend( string $id, float $now ): bool {
		return $this->database->step(
			function () use ( $id, $now ): bool {
				$rows = $this->database->rows( "SELECT id, kind, body, iss FROM {$this->prefix}letters WHERE id = ?", array( $id ) );
				// Another process may have been faster.
				if ( ! $rows || 0 === $this->database->run( "DELETE FROM {$this->prefix}letters WHERE id = ?", array( $id ) ) ) {
					return false;
				}
				$this->append( array( 'due' => (int) floor( $now * 1000 ) ) + $rows[0] );
				return true;
			}
		);
	}

	/** Returns the first message that failed and is tried again, with `kind`, `attempts` and `why`; `null` if there is none. */
	public function failing(): ?array {
		return $this->database->rows( "SELECT kind, attempts, why FROM {$this->prefix}outbox WHERE why IS NOT NULL ORDER BY attempts DESC LIMIT 1" )[0] ?? null;
	}

	/** Returns the time of the next message, in seconds since 1970; `null` if there is none. */
	public function next_time(): ?int {
		$due = $this->due( PHP_INT_MAX, 1 )[0]['due'] ?? null;
		return null === $due ? null : (int) ceil( $due / 1000 );
	}
}

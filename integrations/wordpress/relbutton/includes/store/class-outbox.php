<?php
/**
 * The outbox: changes that are not yet delivered.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * A message is stored in the step that stores its record, so that no stop of the machine loses it. Those of one kind and relationship are
 * delivered in order, each at least once: a failed one is tried again after 1 s, then after twice as long each time, up to an hour.
 */
final class Outbox {
	/** How long one process owns a message before another one tries, in milliseconds. */
	private const LEASE = 30000;

	private const FIRST_WAIT = 1000;

	private const LONGEST_WAIT = 3600000;

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
			$sql  = "INSERT INTO {$this->prefix}outbox (id, kind, due, attempts, body, iss, sequence) VALUES (?, ?, ?, 0, ?, ?, ?)";
			$this->database->run( $sql, array( $message['id'], $message['kind'], $message['due'], $body, $iss, $last ) );
		}
	}

	/** Lists the due messages. Only the first one of each kind and relationship counts: those after it wait. */
	private function due( int $now ): array {
		$sql = "SELECT id, kind, due, attempts, body FROM {$this->prefix}outbox AS one WHERE due <= ? AND NOT EXISTS (
			SELECT 1 FROM {$this->prefix}outbox AS earlier
			WHERE earlier.kind = one.kind AND earlier.iss = one.iss AND earlier.sequence < one.sequence
		) ORDER BY due LIMIT 50";
		return $this->database->rows( $sql, array( $now ) );
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
			$messages = array_filter( $this->due( $now() ), static fn( $one ) => ! isset( $tried[ $one['id'] ] ) );
			foreach ( $messages as $message ) {
				$tried[ $message['id'] ] = true;
				$attempts                = (int) $message['attempts'];
				if ( ! $this->postpone( $message['id'], $attempts, $now() + self::LEASE ) ) {
					continue;
				}
				try {
					$deliver( $message['kind'], json_decode( $message['body'], true ) );
					$this->database->run( "DELETE FROM {$this->prefix}outbox WHERE id = ?", array( $message['id'] ) );
				} catch ( \Exception $error ) {
					$report( $error );
					// Each try counts twice: when it begins and when it fails.
					$wait = (int) min( self::FIRST_WAIT * 2 ** ( $attempts / 2 ), self::LONGEST_WAIT );
					$this->postpone( $message['id'], $attempts + 1, $now() + $wait );
				}
			}
		} while ( $messages );
	}

	/** Counts one more attempt. @return bool `false` if its attempts differ: another process holds the lease. */
	private function postpone( string $id, int $attempts, int $due ): bool {
		$sql = "UPDATE {$this->prefix}outbox SET due = ?, attempts = attempts + 1 WHERE id = ? AND attempts = ?";
		return 1 === $this->database->run( $sql, array( $due, $id, $attempts ) );
	}

	/** Returns the time of the next message, in seconds since 1970; `null` if there is none. */
	public function next_time(): ?int {
		$due = $this->database->rows( "SELECT MIN(due) AS due FROM {$this->prefix}outbox" )[0]['due'];
		return null === $due ? null : (int) ceil( $due / 1000 );
	}
}

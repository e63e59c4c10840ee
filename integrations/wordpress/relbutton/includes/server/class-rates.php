<?php
/**
 * The rate limit.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Counts the requests of each client in a minute, across all processes. It keeps a hash of the client for two minutes. */
final class Rates {
	/** @var Database */
	private $database;

	/** @var string */
	private $table;

	public function __construct( Store $store ) {
		$this->database = $store->database;
		$this->table    = $store->prefix . 'rates';
	}

	/** Counts a request, and returns whether it passes. */
	public function may_pass( string $client, int $minute, int $per_minute ): bool {
		$key = array( hash( 'sha256', $client ), $minute );
		if ( ! $this->count_one( $key ) ) {
			$this->database->run( "DELETE FROM {$this->table} WHERE minute < ?", array( $minute - 1 ) );
			try {
				$this->database->run( "INSERT INTO {$this->table} (client, minute, requests) VALUES (?, ?, 1)", $key );
			} catch ( Duplicate_Row $error ) {
				$this->count_one( $key );
			}
		}
		$rows = $this->database->rows( "SELECT requests FROM {$this->table} WHERE client = ? AND minute = ?", $key );
		return (int) ( $rows[0]['requests'] ?? 1 ) <= $per_minute;
	}

	private function count_one( array $key ): bool {
		return 0 < $this->database->run( "UPDATE {$this->table} SET requests = requests + 1 WHERE client = ? AND minute = ?", $key );
	}
}

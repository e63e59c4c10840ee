<?php
/**
 * The database of WordPress.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** MySQL or MariaDB through `wpdb`. */
final class Wpdb_Database implements Database {
	use Steps;

	private const BEGIN = 'START TRANSACTION';

	private const DUPLICATE = 1062;

	/** A deadlock, and a lock that took too long. */
	private const DEADLOCKS = array( 1213, 1205 );

	/** @var \wpdb */
	private $wpdb;

	public function __construct( \wpdb $wpdb ) {
		$this->wpdb = $wpdb;
	}

	public function rows( string $sql, array $values = array() ): array {
		$rows = $this->quietly( fn() => $this->wpdb->get_results( $this->filled( $sql, $values ), ARRAY_A ) );
		return $rows ?? array();
	}

	public function run( string $sql, array $values = array() ): int {
		return (int) $this->quietly( fn() => $this->wpdb->query( $this->filled( $sql, $values ) ) );
	}

	/** Replaces each `?` by its value, escaped by `wpdb::prepare`. */
	private function filled( string $sql, array $values ): string {
		if ( ! $values ) {
			return $sql;
		}
		$parts  = explode( '?', $sql );
		$format = array_shift( $parts );
		$given  = array();
		foreach ( $parts as $i => $part ) {
			$value   = $values[ $i ];
			$format .= ( null === $value ? 'NULL' : ( is_int( $value ) ? '%d' : '%s' ) ) . $part;
			if ( null !== $value ) {
				$given[] = $value;
			}
		}
		// phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- the statement is the plugin's own.
		return $given ? $this->wpdb->prepare( $format, $given ) : $format;
	}

	/**
	 * Calls `wpdb`, which prints errors into the page where `WP_DEBUG` is on, and throws them instead.
	 *
	 * @return mixed
	 */
	private function quietly( callable $work ) {
		$before   = $this->wpdb->suppress_errors( true );
		$returned = $work();
		$message  = $this->wpdb->last_error;
		$this->wpdb->suppress_errors( $before );
		if ( '' === $message ) {
			return $returned;
		}
		$code = $this->wpdb->dbh instanceof \mysqli ? mysqli_errno( $this->wpdb->dbh ) : 0;
		if ( self::DUPLICATE === $code || false !== strpos( $message, 'Duplicate entry' ) ) {
			throw new Duplicate_Row( $message );
		}
		$error              = new Database_Error( $message );
		$error->is_deadlock = in_array( $code, self::DEADLOCKS, true );
		throw $error;
	}

	public function prepare_tables( string $prefix ): void {
		// Binary columns compare byte by byte, whatever the site's collation ignores, and keep every byte.
		$options = 'ENGINE = InnoDB ROW_FORMAT = DYNAMIC';
		foreach ( Tables::statements( $prefix, 'BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY', 'MEDIUMBLOB', $options ) as $sql ) {
			$this->run( $sql );
		}
	}
}

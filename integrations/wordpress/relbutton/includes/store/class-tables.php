<?php
/**
 * The tables of the store.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Tables {
	/** The version of the tables. */
	public const VERSION = 1;

	/** The names of the tables, without the prefix. */
	public const NAMES = array( 'records', 'heads', 'outbox', 'letters', 'sequences', 'challenges', 'rates', 'accounts' );

	/**
	 * Returns the statements that create the tables.
	 *
	 * @param string $prefix  Of their names.
	 * @param string $counter The type of a number that counts up by itself.
	 * @param string $long    The type of a long text.
	 * @param string $options Of each table.
	 */
	public static function statements( string $prefix, string $counter, string $long, string $options ): array {
		$name = "{$prefix}relbutton_";
		// Only MySQL takes an index among the columns, and only SQLite takes `IF NOT EXISTS` for one.
		$is_mysql = '' !== $options;
		$index    = static fn( string $columns ) => $is_mysql ? ", INDEX ($columns)" : '';
		$tables   = array(
			"CREATE TABLE IF NOT EXISTS {$name}records (
				seq $counter,
				iss VARBINARY(43) NOT NULL,
				jti VARBINARY(64) NOT NULL,
				hash VARBINARY(43) NOT NULL,
				place VARBINARY(43),
				received $long NOT NULL,
				record $long,
				answer $long NOT NULL,
				credential VARBINARY(1400),
				revokes VARBINARY(43),
				UNIQUE (iss, jti),
				UNIQUE (iss, place)" . $index( 'iss, seq' ) . $index( 'iss, hash' ) . $index( 'iss, revokes' ) . $index( 'credential, seq' ) . ") $options",
			"CREATE TABLE IF NOT EXISTS {$name}heads (
				seq $counter,
				iss VARBINARY(43) NOT NULL,
				version INTEGER NOT NULL,
				status VARBINARY(16) NOT NULL,
				open VARBINARY(64),
				state $long NOT NULL,
				UNIQUE (iss)" . $index( 'status, seq' ) . $index( 'open' ) . ") $options",
			"CREATE TABLE IF NOT EXISTS {$name}outbox (
				place $counter,
				id VARBINARY(36) NOT NULL,
				kind VARBINARY(16) NOT NULL,
				due BIGINT NOT NULL,
				attempts INTEGER NOT NULL,
				body $long NOT NULL,
				iss VARBINARY(43) NOT NULL,
				why $long,
				UNIQUE (id)" . $index( 'iss, kind, place' ) . $index( 'due' ) . ") $options",
			"CREATE TABLE IF NOT EXISTS {$name}letters (
				id VARBINARY(36) NOT NULL PRIMARY KEY,
				kind VARBINARY(16) NOT NULL,
				attempts INTEGER NOT NULL,
				body $long NOT NULL,
				iss VARBINARY(43) NOT NULL,
				why $long NOT NULL" . $index( 'iss' ) . ") $options",
			"CREATE TABLE IF NOT EXISTS {$name}sequences (iss VARBINARY(43) NOT NULL PRIMARY KEY, last INTEGER NOT NULL) $options",
			"CREATE TABLE IF NOT EXISTS {$name}challenges (challenge VARBINARY(64) NOT NULL PRIMARY KEY, hash VARBINARY(43) NOT NULL, used INTEGER NOT NULL) $options",
			"CREATE TABLE IF NOT EXISTS {$name}rates (client VARBINARY(64) NOT NULL, minute INTEGER NOT NULL, requests INTEGER NOT NULL, UNIQUE (client, minute)) $options",
			"CREATE TABLE IF NOT EXISTS {$name}accounts (iss VARBINARY(43) NOT NULL PRIMARY KEY, account BIGINT NOT NULL" . $index( 'account' ) . ") $options",
		);
		if ( $is_mysql ) {
			return $tables;
		}
		// SQLite would take the type for a number's.
		$tables = preg_replace( '/VARBINARY\(\d+\)/', 'TEXT', $tables );
		return array_merge( $tables, self::sqlite_indexes( $name ) );
	}

	private static function sqlite_indexes( string $name ): array {
		$indexes = array(
			'records'  => array( 'iss, seq', 'iss, hash', 'iss, revokes', 'credential, seq' ),
			'heads'    => array( 'status, seq', 'open' ),
			'outbox'   => array( 'iss, kind, place', 'due' ),
			'letters'  => array( 'iss' ),
			'accounts' => array( 'account' ),
		);
		$all     = array();
		foreach ( $indexes as $table => $each ) {
			foreach ( $each as $columns ) {
				$all[] = "CREATE INDEX IF NOT EXISTS {$name}{$table}_" . str_replace( ', ', '_', $columns ) . " ON {$name}{$table} ($columns)";
			}
		}
		return $all;
	}
}

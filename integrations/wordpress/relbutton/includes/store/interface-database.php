<?php
/**
 * The database below the store.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Runs statements of SQLite or MySQL. Values are strings, integers or `null`, and take the place of each `?`. */
interface Database {
	/**
	 * Runs a query.
	 *
	 * @return array[] Its rows, each by column.
	 * @throws Database_Error If it fails.
	 */
	public function rows( string $sql, array $values = array() ): array;

	/**
	 * Runs a statement.
	 *
	 * @return int The number of changed rows.
	 * @throws Duplicate_Row If a unique key has the row already.
	 * @throws Database_Error If it fails.
	 */
	public function run( string $sql, array $values = array() ): int;

	/**
	 * Makes several changes in one step. It begins again after a deadlock.
	 *
	 * @param callable $work Returns whether to keep the changes. If it throws, none is kept.
	 * @return bool What `$work` returned.
	 * @throws Database_Error If it fails.
	 */
	public function step( callable $work ): bool;

	/** Creates the tables that are missing. @param string $prefix Of their names. */
	public function prepare_tables( string $prefix ): void;
}

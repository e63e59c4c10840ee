<?php
/**
 * An SQLite file.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** For a site without MySQL, and for tests. */
final class Sqlite_Database implements Database {
	use Steps;

	/** Takes the write lock first: a step that begins with a read can fail later, when it needs the lock to write. */
	private const BEGIN = 'BEGIN IMMEDIATE';

	/** @var \PDO */
	private $pdo;

	public function __construct( string $file ) {
		$this->pdo = new \PDO( 'sqlite:' . $file );
		$this->pdo->setAttribute( \PDO::ATTR_ERRMODE, \PDO::ERRMODE_EXCEPTION );
		$this->pdo->exec( 'PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 10000' );
	}

	public function rows( string $sql, array $values = array() ): array {
		return $this->execute( $sql, $values )->fetchAll( \PDO::FETCH_ASSOC );
	}

	public function run( string $sql, array $values = array() ): int {
		return $this->execute( $sql, $values )->rowCount();
	}

	private function execute( string $sql, array $values ): \PDOStatement {
		try {
			$statement = $this->pdo->prepare( $sql );
			$statement->execute( $values );
			return $statement;
		} catch ( \PDOException $error ) {
			$is_duplicate = false !== strpos( $error->getMessage(), 'UNIQUE constraint failed' );
			throw $is_duplicate ? new Duplicate_Row( $error->getMessage() ) : new Database_Error( $error->getMessage() );
		}
	}

	public function prepare_tables( string $prefix ): void {
		foreach ( Tables::statements( $prefix, 'INTEGER PRIMARY KEY', 'TEXT', '' ) as $sql ) {
			$this->run( $sql );
		}
	}
}

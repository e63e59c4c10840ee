<?php
/**
 * Steps of a database.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Makes several changes in one step, again after a deadlock. */
trait Steps {
	/** @param string $sql A statement without values. */
	abstract public function run( string $sql, array $values = array() ): int;

	public function step( callable $work ): bool {
		for ( $tries = 10; ; $tries-- ) {
			$this->run( self::BEGIN );
			try {
				$is_kept = $work();
				$this->run( $is_kept ? 'COMMIT' : 'ROLLBACK' );
				return $is_kept;
			} catch ( \Throwable $error ) {
				$this->roll_back();
				if ( $error instanceof Duplicate_Row ) {
					return false;
				}
				if ( ! $error instanceof Database_Error || ! $error->is_deadlock || $tries < 2 ) {
					throw $error;
				}
				// Not all at the same time again.
				usleep( random_int( 1000, 20000 ) );
			}
		}
	}

	/** After some errors the database has ended the step by itself. */
	private function roll_back(): void {
		try {
			$this->run( 'ROLLBACK' );
		} catch ( Database_Error $error ) {
			return;
		}
	}
}

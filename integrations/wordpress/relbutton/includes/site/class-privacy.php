<?php
/**
 * WordPress' own tools for privacy.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Exports and erases the relationships of the account with an address. */
final class Privacy {
	public static function add_exporter( array $exporters ): array {
		return $exporters + array( 'relbutton' => array( 'exporter_friendly_name' => __( 'Relbutton', 'relbutton' ), 'callback' => array( self::class, 'export' ) ) );
	}

	public static function add_eraser( array $erasers ): array {
		return $erasers + array( 'relbutton' => array( 'eraser_friendly_name' => __( 'Relbutton', 'relbutton' ), 'callback' => array( self::class, 'erase' ) ) );
	}

	/** @return string[] */
	private static function customers_with( string $address ): array {
		$user = get_user_by( 'email', $address );
		return $user ? Accounts::customers_of( $user->ID ) : array();
	}

	/** Exports the records of one customer for each page. */
	public static function export( string $address, int $page = 1 ): array {
		$customers = self::customers_with( $address );
		$items     = array();
		$iss       = $customers[ $page - 1 ] ?? null;
		foreach ( null === $iss ? array() : ( new Reading( Plugin::store() ) )->chain( $iss ) as $one ) {
			$items[] = array(
				'group_id'    => 'relbutton',
				'group_label' => __( 'Relationships', 'relbutton' ),
				'item_id'     => 'relbutton-' . $one['hash'],
				'data'        => array(
					array( 'name' => __( 'Act', 'relbutton' ), 'value' => $one['claims']['act'] ),
					array( 'name' => __( 'Time', 'relbutton' ), 'value' => Times::write( $one['claims']['iat'] ) ),
					array( 'name' => __( 'Record', 'relbutton' ), 'value' => $one['record'] ),
				),
			);
		}
		return array( 'data' => $items, 'done' => $page >= count( $customers ) );
	}

	/** Leaves the relationships of an account, and erases their records. The leave is kept, and says so to the customer's agent. */
	public static function erase( string $address, int $page = 1 ): array {
		$customers = self::customers_with( $address );
		$messages  = array();
		foreach ( $customers as $iss ) {
			try {
				Actions::leave_and_erase( $iss );
			} catch ( \Exception $error ) {
				$messages[] = $error->getMessage();
			}
		}
		return array( 'items_removed' => count( $customers ) > count( $messages ), 'items_retained' => (bool) $messages, 'messages' => $messages, 'done' => true );
	}
}

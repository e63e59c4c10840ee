<?php
/**
 * The acts of version 1 of the contract.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Acts {
	/**
	 * The acts in the order in which they are shown, each with its rule (contract, "Records"):
	 * `from`: the side that can say it; `begins`: it can begin a relationship; `waits`: one on hold refuses it; `gives`: it gives the
	 * other side something; `asks`: it is answered and not kept; `passkey`: a passkey can sign it.
	 */
	public const RULES = array(
		'relate'     => array( 'from' => 'customer', 'begins' => true, 'passkey' => true ),
		'converse'   => array( 'from' => 'either', 'waits' => true, 'passkey' => true ),
		'intentcast' => array( 'from' => 'customer', 'begins' => true, 'waits' => true ),
		'pledge'     => array( 'from' => 'customer', 'waits' => true ),
		'receipt'    => array( 'from' => 'vendor' ),
		'share'      => array( 'from' => 'customer', 'waits' => true ),
		'revoke'     => array( 'from' => 'customer' ),
		'regard'     => array( 'from' => 'either', 'passkey' => true ),
		'pause'      => array( 'from' => 'either', 'passkey' => true ),
		'resume'     => array( 'from' => 'either', 'passkey' => true ),
		'export'     => array( 'from' => 'customer', 'asks' => true, 'passkey' => true ),
		'leave'      => array( 'from' => 'either', 'passkey' => true ),
		'sync'       => array( 'from' => 'customer', 'asks' => true, 'passkey' => true ),
	);

	/** Returns whether a rule of an act holds. */
	public static function has( string $act, string $rule ): bool {
		return true === ( self::RULES[ $act ][ $rule ] ?? false );
	}

	/** Returns whether an act is one of this version. */
	public static function is_known( string $act ): bool {
		return isset( self::RULES[ $act ] );
	}

	/** Returns the side that can say an act: `customer`, `vendor` or `either`. */
	public static function side_of( string $act ): string {
		return self::RULES[ $act ]['from'] ?? 'either';
	}
}

<?php
/**
 * Links relationships to WordPress accounts.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * A page for somebody who is signed in has a challenge of that account. A record that signs it shows that the customer's key and the
 * account are of one person.
 */
final class Accounts {
	/** How long a challenge can be used, in seconds. */
	private const LIFETIME = DAY_IN_SECONDS;

	/** Returns the attributes of the button for the account that is signed in; none for other visitors, whose pages may be cached. */
	public static function attributes(): array {
		$account = get_current_user_id();
		if ( 0 === $account ) {
			return array();
		}
		// This page is for one person.
		defined( 'DONOTCACHEPAGE' ) || define( 'DONOTCACHEPAGE', true );
		$attributes = array( 'challenge' => self::make_challenge( $account ) );
		$customers  = self::customers_of( $account );
		if ( $customers ) {
			$customer   = end( $customers );
			$attributes += array( 'customer' => $customer, 'status' => ( new Reading( Plugin::store() ) )->status( $customer ) );
		}
		return $attributes;
	}

	private static function make_challenge( int $account ): string {
		$text = $account . '.' . ( time() + self::LIFETIME ) . '.' . bin2hex( random_bytes( 16 ) );
		return $text . '.' . self::mac( $text );
	}

	private static function mac( string $text ): string {
		return hash_hmac( 'sha256', "relbutton $text", wp_salt( 'nonce' ) );
	}

	/**
	 * Uses a challenge up, and links the customer to its account. The same record can use it again, since its answer may be lost.
	 *
	 * @param string $hash Of the record, which is verified.
	 * @return bool Whether this site gave the challenge, and no other record has used it.
	 */
	public static function use_challenge( string $challenge, array $claims, string $hash ): bool {
		$at      = (int) strrpos( $challenge, '.' );
		$text    = substr( $challenge, 0, $at );
		$is_ours = hash_equals( self::mac( $text ), substr( $challenge, $at + 1 ) );
		$parts   = explode( '.', $text );
		if ( ! $is_ours || (int) $parts[1] < time() ) {
			return false;
		}
		$store = Plugin::store();
		$name  = hash( 'sha256', $challenge );
		$store->database->run( "DELETE FROM {$store->prefix}challenges WHERE used < ?", array( time() - self::LIFETIME ) );
		try {
			$store->database->run( "INSERT INTO {$store->prefix}challenges (challenge, hash, used) VALUES (?, ?, ?)", array( $name, $hash, time() ) );
		} catch ( Duplicate_Row $error ) {
			$rows = $store->database->rows( "SELECT hash FROM {$store->prefix}challenges WHERE challenge = ?", array( $name ) );
			if ( ( $rows[0]['hash'] ?? null ) !== $hash ) {
				return false;
			}
		}
		self::link( $claims['iss'], (int) $parts[0] );
		return true;
	}

	private static function link( string $iss, int $account ): void {
		self::forget_customer( $iss );
		if ( ! get_userdata( $account ) ) {
			return;
		}
		$store = Plugin::store();
		try {
			$store->database->run( "INSERT INTO {$store->prefix}accounts (iss, account) VALUES (?, ?)", array( $iss, $account ) );
		} catch ( Duplicate_Row $error ) {
			// Another record of this customer was faster.
			return;
		}
	}

	/** @return string[] The customers that an account is. */
	public static function customers_of( int $account ): array {
		$store = Plugin::store();
		$sql   = "SELECT accounts.iss FROM {$store->prefix}accounts AS accounts
			JOIN {$store->prefix}heads AS heads ON heads.iss = accounts.iss WHERE account = ? AND heads.status <> 'offered' ORDER BY heads.seq";
		return array_column( $store->database->rows( $sql, array( $account ) ), 'iss' );
	}

	/** Returns the account of a customer; 0 if there is none. */
	public static function account_of( string $iss ): int {
		$store = Plugin::store();
		return (int) ( $store->database->rows( "SELECT account FROM {$store->prefix}accounts WHERE iss = ?", array( $iss ) )[0]['account'] ?? 0 );
	}

	/** Erases what else is held about a customer who leaves and asks for it. */
	public static function erase( string $iss ): array {
		self::forget_customer( $iss );
		/** Filters the outcome: erase what your site holds beside the records, or return `kept`, `why` and `until`, in words for the customer. */
		return apply_filters( 'relbutton_erase', array( 'erased' => true ), $iss );
	}

	private static function forget_customer( string $iss ): void {
		$store = Plugin::store();
		$store->database->run( "DELETE FROM {$store->prefix}accounts WHERE iss = ?", array( $iss ) );
	}

	/** Forgets the links of an account that is deleted. */
	public static function forget_account( int $account ): void {
		$store = Plugin::store();
		$store->database->run( "DELETE FROM {$store->prefix}accounts WHERE account = ?", array( $account ) );
	}
}

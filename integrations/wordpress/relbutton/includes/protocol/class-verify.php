<?php
/**
 * Checks the signatures of records.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Verify {
	/**
	 * Checks a record that a customer sends: its form, its algorithm, its signature, and that `iss` is the thumbprint of its key
	 * (RFC 7638). The caller checks `aud`, `iat` and `exp`.
	 *
	 * @return array Its claims.
	 * @throws Refusal With its code.
	 */
	public static function customer( Jws $jws ): array {
		$claims = $jws->claims();
		if ( Claims::lack_body( $claims ) ) {
			throw new Refusal( 'malformed' );
		}
		self::customer_signature( $jws, $claims );
		return $claims;
	}

	/**
	 * Checks every signature of a record that both sides hold.
	 *
	 * @param array $keys The public keys of the vendor, former ones included, as `Json::read` gives them.
	 * @return array Its claims.
	 * @throws Refusal With its code.
	 */
	public static function record( Jws $jws, array $keys ): array {
		$claims = $jws->claims();
		// Version 0.1.0 kept a `converse` without its body.
		if ( 'converse' !== $claims['act'] && Claims::lack_body( $claims ) ) {
			throw new Refusal( 'malformed' );
		}
		$is_customers = 'customer' === Claims::side( $claims );
		if ( count( $jws->signatures ) !== ( $is_customers ? 2 : 1 ) ) {
			throw new Refusal( 'malformed' );
		}
		if ( $is_customers ) {
			self::customer_signature( $jws, $claims );
		}
		self::vendor_signature( $jws, $is_customers ? 1 : 0, $keys );
		return $claims;
	}

	private static function customer_signature( Jws $jws, array $claims ): void {
		$header = $jws->header( 0 );
		$signed = isset( $header['crit'] ) ? Passkey::signed( $jws, $claims['aud'] ) : null;
		$key    = Public_Key::from_customer( $header['jwk'] ?? null, $header['alg'] );
		if ( null !== $signed ) {
			Passkey::check_signature( $jws, $signed, $key, $header['alg'] );
		} elseif ( ! $key->verifies( $jws->signed( 0 ), Base64url::decode( $jws->signatures[0]['signature'] ) ) ) {
			throw new Refusal( 'invalid_signature' );
		}
		if ( Public_Key::thumbprint( $header['jwk'] ) !== $claims['iss'] ) {
			throw new Refusal( 'wrong_issuer' );
		}
		// The record signs the act, but the page drew the words that the person saw.
		if ( null !== $signed && ! Acts::has( $claims['act'], 'passkey' ) ) {
			throw new Refusal( 'needs_agent' );
		}
	}

	private static function vendor_signature( Jws $jws, int $index, array $keys ): void {
		$header = $jws->header( $index );
		// A vendor has no passkey.
		if ( isset( $header['crit'] ) ) {
			throw new Refusal( 'malformed' );
		}
		$fitting = array_values( array_filter( $keys, static fn( $one ) => Public_Key::fits( $one, $header ) ) );
		$key     = 1 === count( $fitting ) ? Public_Key::from( $fitting[0], $header['alg'] ) : null;
		if ( null === $key ) {
			throw new Refusal( 'unknown_key' );
		}
		if ( ! $key->verifies( $jws->signed( $index ), Base64url::decode( $jws->signatures[ $index ]['signature'] ) ) ) {
			throw new Refusal( 'invalid_signature' );
		}
	}
}

<?php
/**
 * Signatures by passkeys (contract, "Signed by a passkey"; Web Authentication Level 3, section 7.2).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Passkey {
	private const HASH_LENGTH = 32;

	/** The host's hash, a byte of flags and a counter of four bytes (WebAuthn, section 6.1). */
	private const MIN_AUTHENTICATOR_DATA = 37;

	/** The flag for a gesture of the person. */
	private const USER_PRESENT = 1;

	/**
	 * Checks the data beside a passkey's signature: it signed this record, for this vendor, in a page of the vendor, after a gesture.
	 *
	 * @param string $aud The vendor's origin.
	 * @return string The bytes that the passkey signed.
	 * @throws Refusal With the code of the first rule that does not hold, in the contract's order.
	 */
	public static function signed( Jws $jws, string $aud ): string {
		$members = $jws->signatures[0]['header'] ?? array();
		// The items of a list and the letters of a text are members too.
		if ( $members instanceof Json_List ) {
			$members = $members->items;
		} elseif ( is_string( $members ) && '' !== $members ) {
			$members = str_split( $members );
		}
		$members = is_array( $members ) ? $members : array();
		if ( array_diff( array_map( 'strval', array_keys( $members ) ), array( 'authenticatorData', 'clientDataJSON' ) ) ) {
			throw new Refusal( 'unprotected_header' );
		}
		$client_data = self::decode( $members['clientDataJSON'] ?? null, 'invalid_client_data' );
		$client      = self::read_client_data( $client_data );
		self::check( 'webauthn.get' === ( $client['type'] ?? null ), 'wrong_type' );
		self::check( Base64url::encode( hash( 'sha256', $jws->signed( 0 ), true ) ) === ( $client['challenge'] ?? null ), 'wrong_hash' );
		self::check( ( $client['origin'] ?? null ) === $aud, 'wrong_origin' );
		self::check( ! array_key_exists( 'crossOrigin', $client ) || false === $client['crossOrigin'], 'cross_origin' );

		$data = self::decode( $members['authenticatorData'] ?? null, 'invalid_authenticator_data' );
		self::check( strlen( $data ) >= self::MIN_AUTHENTICATOR_DATA, 'invalid_authenticator_data' );
		self::check( substr( $data, 0, self::HASH_LENGTH ) === hash( 'sha256', self::host_of( $aud ), true ), 'wrong_rp' );
		self::check( 0 !== ( ord( $data[ self::HASH_LENGTH ] ) & self::USER_PRESENT ), 'no_gesture' );
		return $data . hash( 'sha256', $client_data, true );
	}

	/**
	 * Checks the signature of a passkey.
	 *
	 * @throws Refusal With `der_signature`, `signature_length` or `invalid_signature`.
	 */
	public static function check_signature( Jws $jws, string $signed, Public_Key $key, string $alg ): void {
		$signature = Base64url::decode( $jws->signatures[0]['signature'] );
		$is_raw    = 64 === strlen( $signature );
		$is_der    = strlen( $signature ) > 1 && "\x30" === $signature[0] && ord( $signature[1] ) === strlen( $signature ) - 2;
		self::check( $is_raw || 'ES256' !== $alg || ! $is_der, 'der_signature' );
		self::check( $is_raw, 'signature_length' );
		self::check( $key->verifies( $signed, $signature ), 'invalid_signature' );
	}

	/** @throws Refusal With the code. */
	private static function check( bool $holds, string $code ): void {
		if ( ! $holds ) {
			throw new Refusal( $code );
		}
	}

	/** @param mixed $part Any value. @throws Refusal With the code if it is not canonical base64url. */
	private static function decode( $part, string $code ): string {
		$bytes = Base64url::decode( $part );
		self::check( null !== $bytes, $code );
		return $bytes;
	}

	/** @throws Refusal With `invalid_client_data`, `too_deep` or `duplicate_key`. */
	private static function read_client_data( string $bytes ): array {
		self::check( Text::is_utf8( $bytes ), 'invalid_client_data' );
		try {
			return Json::read( $bytes );
		} catch ( Refusal $refusal ) {
			throw 'malformed' === $refusal->reason ? new Refusal( 'invalid_client_data', $refusal ) : $refusal;
		}
	}

	/** Returns the host name of a URL, an IPv6 address in brackets and in its shortest form; `''` if it is none. */
	private static function host_of( string $url ): string {
		$host = strtolower( (string) parse_url( $url, PHP_URL_HOST ) );
		if ( filter_var( trim( $host, '[]' ), FILTER_VALIDATE_IP, FILTER_FLAG_IPV6 ) ) {
			return '[' . inet_ntop( inet_pton( trim( $host, '[]' ) ) ) . ']';
		}
		return 1 === preg_match( '/^[^\s\[\]%]+$/D', $host ) ? $host : '';
	}
}

<?php
/**
 * Public keys of ES256 (P-256) and EdDSA (Ed25519).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Public_Key {
	/** The members of a private or symmetric key. */
	private const SECRET = array( 'd', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k' );

	/** The `kty` and the `crv` of each algorithm. */
	private const KINDS = array( 'ES256' => array( 'EC', 'P-256' ), 'EdDSA' => array( 'OKP', 'Ed25519' ) );

	/** The DER before the point of a P-256 key (RFC 5480). */
	private const P256 = '3059301306072a8648ce3d020106082a8648ce3d030107034200';

	/** @var string */
	private $alg;

	/** @var \OpenSSLAsymmetricKey|string A key of OpenSSL, or the 32 bytes of an Ed25519 key. */
	private $key;

	private function __construct( string $alg, $key ) {
		$this->alg = $alg;
		$this->key = $key;
	}

	/**
	 * Reads a JWK that a customer sends.
	 *
	 * @param mixed $jwk Any value.
	 * @throws Refusal With `private_key` or `invalid_key`.
	 */
	public static function from_customer( $jwk, string $alg ): self {
		if ( is_array( $jwk ) && self::is_private( $jwk ) ) {
			throw new Refusal( 'private_key' );
		}
		$key = is_array( $jwk ) ? self::from( $jwk, $alg ) : null;
		if ( null === $key ) {
			throw new Refusal( 'invalid_key' );
		}
		return $key;
	}

	/** Reads a JWK. @return self|null `null` if it is not a public key of the algorithm. */
	public static function from( array $jwk, string $alg ): ?self {
		$x = self::bytes( $jwk['x'] ?? null );
		if ( null === $x || ! self::is_of( $jwk, $alg ) || ! self::verifies_alone( $jwk ) ) {
			return null;
		}
		if ( 'EdDSA' === $alg ) {
			return new self( $alg, $x );
		}
		$y = self::bytes( $jwk['y'] ?? null );
		if ( null === $y ) {
			return null;
		}
		$pem = "-----BEGIN PUBLIC KEY-----\n" . chunk_split( base64_encode( hex2bin( self::P256 ) . "\x04" . $x . $y ), 64, "\n" ) . '-----END PUBLIC KEY-----';
		// It refuses what is no point of the curve.
		$key = openssl_pkey_get_public( $pem );
		self::forget_errors();
		return false === $key ? null : new self( $alg, $key );
	}

	/**
	 * Returns whether a published key is one that a protected header names (contract, "Keys and signatures").
	 *
	 * @param mixed $jwk Any value.
	 */
	public static function fits( $jwk, array $header ): bool {
		$alg = $header['alg'];
		if ( ! is_array( $jwk ) || ! is_string( $header['kid'] ?? null ) || ( $jwk['kid'] ?? null ) !== $header['kid'] ) {
			return false;
		}
		$jwk  += array( 'alg' => $alg, 'use' => 'sig' );
		$uses  = $jwk['key_ops'] ?? null;
		$lacks = $uses instanceof Json_List && ! in_array( 'verify', $uses->items, true );
		return self::is_of( $jwk, $alg ) && ! self::is_private( $jwk ) && $alg === $jwk['alg'] && 'sig' === $jwk['use'] && ! $lacks;
	}

	/** Returns whether a signature, R and S for ES256, fits. */
	public function verifies( string $data, string $signature ): bool {
		if ( 64 !== strlen( $signature ) ) {
			return false;
		}
		if ( 'EdDSA' === $this->alg ) {
			return sodium_crypto_sign_verify_detached( $signature, $data, $this->key );
		}
		$is_valid = 1 === openssl_verify( $data, Der::from_raw( $signature ), $this->key, OPENSSL_ALGO_SHA256 );
		self::forget_errors();
		return $is_valid;
	}

	/** Returns the thumbprint of a JWK (RFC 7638; RFC 8037, appendix A.3). */
	public static function thumbprint( array $jwk ): string {
		$members = array( 'crv' => $jwk['crv'], 'kty' => $jwk['kty'], 'x' => $jwk['x'] );
		if ( 'EC' === $jwk['kty'] ) {
			$members['y'] = $jwk['y'];
		}
		return Base64url::encode( hash( 'sha256', Json::write( $members ), true ) );
	}

	private static function is_of( array $jwk, string $alg ): bool {
		return self::KINDS[ $alg ] === array( $jwk['kty'] ?? null, $jwk['crv'] ?? null );
	}

	private static function is_private( array $jwk ): bool {
		return array() !== array_intersect( self::SECRET, array_map( 'strval', array_keys( $jwk ) ) );
	}

	/** Returns whether the `key_ops` of a JWK are not there, or name no other operation than `verify`, and that once. */
	private static function verifies_alone( array $jwk ): bool {
		$uses = $jwk['key_ops'] ?? null;
		return ! array_key_exists( 'key_ops', $jwk ) || $uses instanceof Json_List && in_array( $uses->items, array( array(), array( 'verify' ) ), true );
	}

	/** Decodes a coordinate, with its leading zeros. @param mixed $text Any value. */
	private static function bytes( $text ): ?string {
		$bytes = Base64url::decode( $text );
		return null !== $bytes && 32 === strlen( $bytes ) ? $bytes : null;
	}

	/** Empties the queue in which OpenSSL keeps errors from one call to the next. */
	private static function forget_errors(): void {
		while ( false !== openssl_error_string() ) {
			continue;
		}
	}
}

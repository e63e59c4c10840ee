<?php
/**
 * The private key that the vendor signs with.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Vendor_Key {
	/** The DER before and between the parts of a P-256 private key (RFC 5915). */
	private const BEFORE_D     = '30770201010420';
	private const BEFORE_POINT = 'a00a06082a8648ce3d030107a14403420004';

	/** @var array A private JWK with `alg` and `kid`. */
	private $jwk;

	/** @param array $jwk As `create` returns it. */
	public function __construct( array $jwk ) {
		$this->jwk = $jwk;
	}

	/**
	 * Makes an ES256 key. Keep it secret, like a password.
	 *
	 * @return array The private JWK, with `alg` and its thumbprint as `kid`.
	 * @throws \RuntimeException If OpenSSL cannot make one.
	 */
	public static function create(): array {
		$key = openssl_pkey_new( array( 'private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1' ) );
		if ( false === $key ) {
			throw new \RuntimeException( 'OpenSSL made no key: ' . openssl_error_string() );
		}
		$parts = openssl_pkey_get_details( $key )['ec'];
		$jwk   = array( 'kty' => 'EC', 'crv' => 'P-256' );
		foreach ( array( 'x', 'y', 'd' ) as $name ) {
			// OpenSSL leaves leading zeros out.
			$jwk[ $name ] = Base64url::encode( str_pad( $parts[ $name ], 32, "\0", STR_PAD_LEFT ) );
		}
		return $jwk + array( 'alg' => 'ES256', 'kid' => Public_Key::thumbprint( $jwk ) );
	}

	/** Returns whether a JWK signs, so that its public part verifies it, and names itself by a `kid`. */
	public static function is_usable( array $jwk ): bool {
		if ( ! is_string( $jwk['d'] ?? null ) || '' === ( $jwk['kid'] ?? '' ) ) {
			return false;
		}
		$public = Public_Key::from( $jwk, $jwk['alg'] ?? 'ES256' );
		try {
			return null !== $public && $public->verifies( 'test', (string) Base64url::decode( ( new self( $jwk ) )->sign( 'test' ) ) );
		} catch ( \Throwable $error ) {
			return false;
		}
	}

	/** Returns the public part of a JWK, for the published set. */
	public static function public_part( array $jwk ): array {
		$part = array();
		foreach ( array( 'kty', 'crv', 'x', 'y', 'alg', 'kid' ) as $name ) {
			if ( isset( $jwk[ $name ] ) ) {
				$part[ $name ] = $jwk[ $name ];
			}
		}
		return $part + array( 'use' => 'sig' );
	}

	/** Returns the protected header of its signatures, in base64url. */
	public function header(): string {
		return Base64url::encode( Json::write( array( 'alg' => $this->alg(), 'kid' => $this->jwk['kid'] ?? '' ) ) );
	}

	/** Signs a text. @return string Base64url. */
	public function sign( string $text ): string {
		$d = Base64url::decode( $this->jwk['d'] );
		if ( 'EdDSA' === $this->alg() ) {
			$pair = sodium_crypto_sign_seed_keypair( $d );
			return Base64url::encode( sodium_crypto_sign_detached( $text, sodium_crypto_sign_secretkey( $pair ) ) );
		}
		$der = hex2bin( self::BEFORE_D ) . $d . hex2bin( self::BEFORE_POINT ) . Base64url::decode( $this->jwk['x'] ) . Base64url::decode( $this->jwk['y'] );
		$pem = "-----BEGIN EC PRIVATE KEY-----\n" . chunk_split( base64_encode( $der ), 64, "\n" ) . '-----END EC PRIVATE KEY-----';
		if ( ! openssl_sign( $text, $signature, $pem, OPENSSL_ALGO_SHA256 ) ) {
			throw new \RuntimeException( 'OpenSSL did not sign: ' . openssl_error_string() );
		}
		return Base64url::encode( Der::to_raw( $signature ) );
	}

	private function alg(): string {
		return $this->jwk['alg'] ?? 'ES256';
	}
}

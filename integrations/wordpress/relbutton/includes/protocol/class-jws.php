<?php
/**
 * Records as texts: a JWS in general JSON serialization (RFC 7515, section 7.2.1).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Jws {
	/** The maximum length of a record that is sent, in UTF-16 units. */
	public const MAX = 16384;

	/** The maximum length of a record that is read back. */
	public const MAX_KEPT = 32768;

	/** The length of an ES256 or Ed25519 signature in base64url. */
	private const SIGNATURE_LENGTH = 86;

	/** @var string Base64url. */
	public $payload;

	/** @var array[] Each with `protected`, `signature` and perhaps `header`, unchecked. Other members stay as they are. */
	public $signatures;

	/**
	 * Parses a record.
	 *
	 * @throws Refusal With `malformed`, `too_large`, `too_deep` or `duplicate_key`.
	 */
	public static function parse( string $record, int $max = self::MAX_KEPT ): self {
		if ( Text::units( $record ) > $max ) {
			throw new Refusal( 'too_large' );
		}
		if ( ! Text::is_utf8( $record ) ) {
			throw new Refusal( 'malformed' );
		}
		$value      = Json::read( $record );
		$signatures = $value['signatures'] ?? null;
		if ( ! Base64url::is_canonical( $value['payload'] ?? null ) || ! $signatures instanceof Json_List ) {
			throw new Refusal( 'malformed' );
		}
		foreach ( $signatures->items as $one ) {
			if ( ! is_array( $one ) || ! Base64url::is_canonical( $one['protected'] ?? null ) || ! Base64url::is_canonical( $one['signature'] ?? null ) ) {
				throw new Refusal( 'malformed' );
			}
		}
		$jws             = new self();
		$jws->payload    = $value['payload'];
		$jws->signatures = $signatures->items;
		return $jws;
	}

	/**
	 * Reads the JSON object in a part of a record.
	 *
	 * @throws Refusal With `malformed`, `too_deep` or `duplicate_key`.
	 */
	public static function part( string $part ): array {
		$text = Base64url::decode( $part );
		if ( null === $text || ! Text::is_utf8( $text ) ) {
			throw new Refusal( 'malformed' );
		}
		return Json::read( $text );
	}

	/** Reads the claims, and checks no signature. @throws Refusal As `part` and `Claims::read`. */
	public function claims(): array {
		return Claims::read( self::part( $this->payload ) );
	}

	/** Returns the hash: the `prev` of the next record. */
	public function hash(): string {
		return Base64url::encode( hash( 'sha256', Base64url::decode( $this->payload ), true ) );
	}

	/**
	 * Reads the protected header of one signature.
	 *
	 * @param int $index In a customer's record 0 is the customer's, 1 the vendor's.
	 * @return array With `alg`; with `crit` if a passkey signed.
	 * @throws Refusal With `wrong_crit`, `unprotected_header`, `unsupported_algorithm`, or as `part`.
	 */
	public function header( int $index ): array {
		$one    = $this->signatures[ $index ];
		$header = self::part( $one['protected'] );
		if ( self::names_passkey( $header ) ) {
			$crit = $header['crit'] ?? null;
			// `1.0` and `1` are one number in JSON.
			$is_one = in_array( $header['webauthn'] ?? null, array( 1, 1.0 ), true );
			if ( ! $crit instanceof Json_List || array( 'webauthn' ) !== $crit->items || ! $is_one ) {
				throw new Refusal( 'wrong_crit' );
			}
		} elseif ( array_key_exists( 'crit', $header ) ) {
			// No other extension is supported, an unencoded payload (RFC 7797) included (RFC 7515, section 4.1.11).
			throw new Refusal( 'malformed' );
		} elseif ( array_key_exists( 'header', $one ) ) {
			throw new Refusal( 'unprotected_header' );
		}
		if ( ! in_array( $header['alg'] ?? null, array( 'ES256', 'EdDSA' ), true ) ) {
			throw new Refusal( 'unsupported_algorithm' );
		}
		return $header;
	}

	/** Returns whether a protected header claims that a passkey signed. */
	private static function names_passkey( array $header ): bool {
		$crit  = $header['crit'] ?? null;
		$names = $crit instanceof Json_List ? $crit->items : array( $crit );
		return array_key_exists( 'webauthn', $header ) || in_array( 'webauthn', $names, true );
	}

	/** Returns what a signature is made over. */
	public function signed( int $index ): string {
		return $this->signatures[ $index ]['protected'] . '.' . $this->payload;
	}

	/** Signs claims as a vendor. @return string The record, with one signature. */
	public static function sign( array $claims, Vendor_Key $key ): string {
		$jws             = new self();
		$jws->payload    = Base64url::encode( Json::write( $claims ) );
		$jws->signatures = array();
		return $jws->countersigned_text( $key );
	}

	/**
	 * Adds the vendor's signature. The payload keeps its bytes.
	 *
	 * @return string The record with both signatures.
	 * @throws Refusal With `no_room` if it is too long to sign.
	 */
	public function countersign( Vendor_Key $key ): string {
		if ( ! $this->has_room( $key ) ) {
			throw new Refusal( 'no_room' );
		}
		return $this->countersigned_text( $key );
	}

	/** Returns whether a record has at most `MAX` units once the vendor has signed it too. */
	public function has_room( Vendor_Key $key ): bool {
		$second = array( 'protected' => $key->header(), 'signature' => str_repeat( 'A', self::SIGNATURE_LENGTH ) );
		return Text::units( $this->with( $second ) ) <= self::MAX;
	}

	private function countersigned_text( Vendor_Key $key ): string {
		$header = $key->header();
		return $this->with( array( 'protected' => $header, 'signature' => $key->sign( $header . '.' . $this->payload ) ) );
	}

	private function with( array $signature ): string {
		return $this->text( array_merge( $this->signatures, array( $signature ) ) );
	}

	/** Returns the record without the vendor's signature, as the customer sent it. */
	public function received(): string {
		return $this->text( array_slice( $this->signatures, 0, 1 ) );
	}

	/** @param array[] $signatures That an agent or a passkey made, and `Verify` has checked. */
	private function text( array $signatures ): string {
		return '{"payload":"' . $this->payload . '","signatures":[' . implode( ',', array_map( array( Json::class, 'rewrite' ), $signatures ) ) . ']}';
	}
}

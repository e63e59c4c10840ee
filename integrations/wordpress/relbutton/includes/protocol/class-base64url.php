<?php
/**
 * Base64url without padding (RFC 4648, section 5).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Base64url {
	/** Canonical base64url (RFC 4648, section 3.5): otherwise one payload could be encoded as several records. */
	private const CANONICAL = '/^(?:[A-Za-z0-9_-]{4})*+(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$/D';

	/** Encodes bytes. */
	public static function encode( string $bytes ): string {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	}

	/**
	 * Decodes a text.
	 *
	 * @param mixed $text Any value.
	 * @return string|null `null` if it is not canonical base64url.
	 */
	public static function decode( $text ): ?string {
		return self::is_canonical( $text ) ? base64_decode( strtr( $text, '-_', '+/' ) ) : null;
	}

	/** Returns whether a value is canonical base64url. @param mixed $text Any value. */
	public static function is_canonical( $text ): bool {
		return is_string( $text ) && 1 === preg_match( self::CANONICAL, $text );
	}
}

<?php
/**
 * ES256 signatures: R and S in 64 bytes, as JWS has them, and in DER, as OpenSSL has them (RFC 3279, section 2.2.3).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Der {
	/** Writes R and S in DER. @param string $raw 64 bytes. */
	public static function from_raw( string $raw ): string {
		$body = self::integer( substr( $raw, 0, 32 ) ) . self::integer( substr( $raw, 32 ) );
		return "\x30" . chr( strlen( $body ) ) . $body;
	}

	/** Reads R and S. @param string $der As OpenSSL writes it. */
	public static function to_raw( string $der ): string {
		$raw = '';
		for ( $at = 2; $at < strlen( $der ); $at += 2 + $length ) {
			$length = ord( $der[ $at + 1 ] );
			$raw   .= str_pad( ltrim( substr( $der, $at + 2, $length ), "\0" ), 32, "\0", STR_PAD_LEFT );
		}
		return $raw;
	}

	private static function integer( string $bytes ): string {
		$bytes = ltrim( $bytes, "\0" );
		// The first bit is the sign.
		if ( '' === $bytes || ord( $bytes[0] ) > 0x7f ) {
			$bytes = "\0" . $bytes;
		}
		return "\x02" . chr( strlen( $bytes ) ) . $bytes;
	}
}

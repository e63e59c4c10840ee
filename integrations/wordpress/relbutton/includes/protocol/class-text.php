<?php
/**
 * Texts of records: their length, and whether a person can read them.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * A text is UTF-8. One that JSON gave with a lone surrogate holds that surrogate as three bytes, which are no UTF-8.
 */
final class Text {
	/** Characters without a shape: `\p{Default_Ignorable_Code_Point}` of Unicode 15, and the blank of Braille. */
	private const SHAPELESS = '\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{200b}-\x{200f}' .
		'\x{202a}-\x{202e}\x{2060}-\x{206f}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fff8}' .
		'\x{1bca0}-\x{1bca3}\x{1d173}-\x{1d17a}\x{e0000}-\x{e0fff}\x{2800}';

	/** White space as ECMAScript's `\s` has it. */
	private const SPACE = '\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}';

	/** A character, or the letter and marks or the parts of a Korean syllable that NFC may make one of. */
	private const COMPOSED = '/(?:[\x{1100}-\x{1112}][\x{1161}-\x{1175}][\x{11a8}-\x{11c2}]?|\P{M})\p{M}*+|\p{M}++/u';

	/** Returns whether bytes are UTF-8. */
	public static function is_utf8( string $bytes ): bool {
		return 1 === preg_match( '//u', $bytes );
	}

	/** Counts the UTF-16 units of a text. */
	public static function units( string $text ): int {
		$counts = count_chars( $text, 1 );
		$units  = strlen( $text );
		foreach ( $counts as $byte => $count ) {
			if ( $byte >= 0x80 && $byte < 0xc0 ) {
				$units -= $count;
			} elseif ( $byte >= 0xf0 ) {
				$units += $count;
			}
		}
		return $units;
	}

	/**
	 * Returns whether a text can be shown to a person as it is: it has a character that shows, and none that controls, overrides or
	 * isolates a direction, nor a lone surrogate (contract, "Bodies").
	 */
	public static function is_readable( string $text ): bool {
		return self::is_utf8( $text )
			&& 1 === preg_match( '/[^' . self::SPACE . self::SHAPELESS . '\p{Cc}]/u', $text )
			&& 0 === preg_match( '/[\x{202a}-\x{202e}\x{2066}-\x{2069}]|(?![\t\n\r])\p{Cc}/u', $text );
	}

	/**
	 * Copies a text without the characters that do not show, in NFC where PHP has `Normalizer`. Without it a
	 * letter and its marks count as one character, so that no text is refused that has few enough in NFC.
	 *
	 * @return string|null `null` if it is then longer than `$max` characters.
	 */
	public static function plain( string $text, int $max ): ?string {
		// A lone surrogate: a lead byte ED and a second byte from A0 on.
		$text = preg_replace( '/\xed[\xa0-\xbf][\x80-\xbf]/', '', $text );
		$text = preg_replace( '/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/u', '', $text );
		$has_nfc = class_exists( '\Normalizer' );
		if ( $has_nfc ) {
			$text = \Normalizer::normalize( $text );
		}
		return preg_match_all( $has_nfc ? '/./su' : self::COMPOSED, $text ) <= $max ? $text : null;
	}
}

<?php
/**
 * Reads and writes JSON as the contract has it.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * `json_decode` keeps the last of two equal keys without a word, refuses lone surrogates, and gives up on deep texts. This reader finds
 * each fault by name.
 */
final class Json {
	private const MAX_DEPTH = 8;

	/** A lone surrogate is written as U+FFFD. */
	private const FLAGS = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;

	/** Skips white space. */
	private const SPACE = '/\G[ \t\n\r]*+/';

	/** A string, a number, a literal or a punctuation mark. */
	private const TOKEN = '/\G(?:("(?:[^"\\\\\x00-\x1f]++|\\\\(?:["\\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+")|' .
		'(-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)|(true|false|null)|([{}\[\]:,]))/';

	/** @var string */
	private $text;

	/** @var int The offset of the next token. */
	private $at = 0;

	/** @var string|null The first fault of the structure, if the text is JSON at all. */
	private $fault;

	private function __construct( string $text ) {
		$this->text = $text;
	}

	/**
	 * Reads the JSON text of an object, at most 8 levels deep and with no key twice (RFC 7493, section 2.3).
	 *
	 * @param string $text UTF-8.
	 * @return array The object. Arrays in it are `Json_List`.
	 * @throws Refusal With `malformed`, `too_deep` or `duplicate_key`.
	 */
	public static function read( string $text ): array {
		$reader = new self( $text );
		$value  = $reader->value_and_end();
		if ( ! is_array( $value ) ) {
			throw new Refusal( 'malformed' );
		}
		if ( null !== $reader->fault ) {
			throw new Refusal( $reader->fault );
		}
		return $value;
	}

	/** Writes a value as `JSON.stringify` does. @param mixed $value Without a `Json_List`. */
	public static function write( $value, bool $is_pretty = false ): string {
		$text = json_encode( $value, self::FLAGS | ( $is_pretty ? JSON_PRETTY_PRINT : 0 ) );
		// PHP indents by four spaces. No text that it writes has a line break in it.
		return $is_pretty ? preg_replace_callback( '/^(?: {4})+/m', static fn( $found ) => str_repeat( '  ', strlen( $found[0] ) / 4 ), $text ) : $text;
	}

	/** Writes a value of `read` as `JSON.stringify` does. @param mixed $value At most 8 levels deep. */
	public static function rewrite( $value ): string {
		if ( $value instanceof Json_List ) {
			return '[' . implode( ',', array_map( array( self::class, 'rewrite' ), $value->items ) ) . ']';
		}
		if ( is_array( $value ) ) {
			$members = array();
			foreach ( $value as $key => $member ) {
				$members[] = self::rewrite( (string) $key ) . ':' . self::rewrite( $member );
			}
			return '{' . implode( ',', $members ) . '}';
		}
		if ( is_string( $value ) ) {
			// A surrogate without its other half is no UTF-8: it is written by its number.
			$pieces = preg_split( '/(\xed[\xa0-\xbf][\x80-\xbf])/', $value, -1, PREG_SPLIT_DELIM_CAPTURE );
			$write  = static fn( $piece ) => Text::is_utf8( $piece )
				? substr( self::write( $piece ), 1, -1 )
				: sprintf( '\\u%x', 0xd000 | ( ord( $piece[1] ) & 0x3f ) << 6 | ord( $piece[2] ) & 0x3f );
			return '"' . implode( '', array_map( $write, $pieces ) ) . '"';
		}
		return is_float( $value ) && ! is_finite( $value ) ? 'null' : str_replace( '.0e', 'e', self::write( $value ) );
	}

	/**
	 * Parses without recursion, so that no depth ends the process. Values deeper than 8 levels are checked and not kept.
	 *
	 * @return mixed
	 * @throws Refusal With `malformed`.
	 */
	private function value_and_end() {
		$open = array(); // Each open object or array: its kind, its items, and the key that waits for its value.
		do {
			$token = $this->next();
			$frame = count( $open ) - 1;
			if ( '{' === $token || '[' === $token ) {
				$open[] = array( $token, array(), null );
				if ( count( $open ) > self::MAX_DEPTH ) {
					$this->fault = $this->fault ?? 'too_deep';
				}
				if ( $this->peek() !== ( '{' === $token ? '}' : ']' ) ) {
					if ( '{' === $token ) {
						$this->key( $open[ count( $open ) - 1 ] );
					}
					continue;
				}
				$token = $this->next();
				$value = $this->close( array_pop( $open ) );
			} else {
				$value = $this->scalar( $token );
			}
			// The value is whole: put it where it belongs, and close what ends after it.
			while ( $open ) {
				$frame = &$open[ count( $open ) - 1 ];
				if ( '{' === $frame[0] ) {
					$frame[1][ $frame[2] ] = $value;
				} else {
					$frame[1][] = $value;
				}
				$token = $this->next();
				if ( ',' === $token ) {
					if ( '{' === $frame[0] ) {
						$this->key( $frame );
					}
					unset( $frame );
					continue 2;
				}
				if ( ( '{' === $frame[0] ? '}' : ']' ) !== $token ) {
					throw new Refusal( 'malformed' );
				}
				unset( $frame );
				$value = $this->close( array_pop( $open ) );
			}
			if ( null !== $this->peek() ) {
				throw new Refusal( 'malformed' );
			}
			return $value;
		} while ( true );
	}

	/** Reads a key and its colon. */
	private function key( array &$frame ): void {
		$token = $this->next();
		if ( '"' !== $token[0] || ':' !== $this->next() ) {
			throw new Refusal( 'malformed' );
		}
		$key = $this->string( $token );
		if ( array_key_exists( $key, $frame[1] ) ) {
			$this->fault = $this->fault ?? 'duplicate_key';
		}
		$frame[2] = $key;
	}

	/** @return array|Json_List */
	private function close( array $frame ) {
		if ( '{' === $frame[0] ) {
			return $frame[1];
		}
		$list        = new Json_List();
		$list->items = $frame[1];
		return $list;
	}

	/** @return mixed */
	private function scalar( string $token ) {
		switch ( $token[0] ) {
			case '"':
				return $this->string( $token );
			case 't':
				return true;
			case 'f':
				return false;
			case 'n':
				return null;
			case '}':
			case ']':
			case ':':
			case ',':
				throw new Refusal( 'malformed' );
			default:
				// `+ 0` gives an integer where it fits, else a float, `INF` included.
				return 1 === preg_match( '/[.eE]/', $token ) ? (float) $token : $token + 0;
		}
	}

	/** Decodes a string. A surrogate without its other half becomes three bytes that are no UTF-8. */
	private function string( string $token ): string {
		$text = substr( $token, 1, -1 );
		if ( false === strpos( $text, '\\' ) ) {
			return $text;
		}
		$plain = array( 'b' => "\x08", 'f' => "\f", 'n' => "\n", 'r' => "\r", 't' => "\t" );
		return preg_replace_callback(
			'/\\\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/s',
			static function ( $found ) use ( $plain ) {
				if ( isset( $found[4] ) ) {
					return $plain[ $found[4] ] ?? $found[4];
				}
				$code = isset( $found[3] ) && '' !== $found[3]
					? hexdec( $found[3] )
					: 0x10000 + ( ( hexdec( $found[1] ) - 0xd800 ) << 10 ) + hexdec( $found[2] ) - 0xdc00;
				return self::bytes_of( $code );
			},
			$text
		);
	}

	/** Returns the bytes of a code point as UTF-8 writes it. */
	private static function bytes_of( int $code ): string {
		if ( $code < 0x80 ) {
			return chr( $code );
		}
		if ( $code < 0x800 ) {
			return chr( 0xc0 | $code >> 6 ) . chr( 0x80 | $code & 0x3f );
		}
		if ( $code < 0x10000 ) {
			return chr( 0xe0 | $code >> 12 ) . chr( 0x80 | $code >> 6 & 0x3f ) . chr( 0x80 | $code & 0x3f );
		}
		return chr( 0xf0 | $code >> 18 ) . chr( 0x80 | $code >> 12 & 0x3f ) . chr( 0x80 | $code >> 6 & 0x3f ) . chr( 0x80 | $code & 0x3f );
	}

	/** Returns the next token. @throws Refusal With `malformed` if there is none. */
	private function next(): string {
		$this->skip_space();
		if ( 1 !== preg_match( self::TOKEN, $this->text, $found, 0, $this->at ) ) {
			throw new Refusal( 'malformed' );
		}
		$this->at += strlen( $found[0] );
		return $found[0];
	}

	/** Returns the next character; `null` at the end. */
	private function peek(): ?string {
		$this->skip_space();
		return $this->text[ $this->at ] ?? null;
	}

	private function skip_space(): void {
		preg_match( self::SPACE, $this->text, $found, 0, $this->at );
		$this->at += strlen( $found[0] );
	}
}

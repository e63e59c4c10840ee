<?php
/**
 * The fields of records and answers.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** A field defines which values are valid, and copies them. */
final class Field {
	/** SHA-256 in base64url: the hash of a payload, or the thumbprint of a key. */
	public const HASH = '/^[A-Za-z0-9_-]{43}$/D';

	/** The id of a passkey's credential. */
	public const CREDENTIAL = '/^[A-Za-z0-9_-]{1,1400}$/D';

	/** @var callable Copies a valid value, and returns `null` for any other. */
	private $copy;

	/** @var string|null The code of refusal for a value that is not valid; `null`: `malformed`. */
	private $code;

	/** @var array|null The fields of an object, by key. */
	private $shape;

	private function __construct( callable $copy, ?string $code = null, ?array $shape = null ) {
		$this->copy  = $copy;
		$this->code  = $code;
		$this->shape = $shape;
	}

	/** A string that matches. */
	public static function pattern( string $pattern, ?string $code = null ): self {
		return new self( static fn( $value ) => is_string( $value ) && 1 === preg_match( $pattern, $value ) ? $value : null, $code );
	}

	/** One of some strings. */
	public static function one_of( array $values, ?string $code = null ): self {
		return new self( static fn( $value ) => in_array( $value, $values, true ) ? $value : null, $code );
	}

	/** Any string. @param int $max In UTF-16 units. */
	public static function text( int $max, ?string $code = null ): self {
		return new self( static fn( $value ) => is_string( $value ) && Text::units( $value ) <= $max ? $value : null, $code );
	}

	/** A text that a person reads. @param int $max In UTF-16 units. */
	public static function words( int $max ): self {
		$copy = static fn( $value ) => is_string( $value ) && Text::units( $value ) <= $max && Text::is_readable( $value ) ? $value : null;
		return new self( $copy, 'unreadable_text' );
	}

	/** A string that is copied without the characters that do not show. @param int $max In characters. */
	public static function plain( int $max ): self {
		return new self( static fn( $value ) => is_string( $value ) ? Text::plain( $value, $max ) : null );
	}

	/** A date or a date-time. */
	public static function time(): self {
		return new self( static fn( $value ) => is_string( $value ) && null !== Times::end_of( $value ) ? $value : null, 'invalid_time' );
	}

	/** An address at which the vendor may answer. */
	public static function reach(): self {
		$copy = static fn( $value ) => is_string( $value )
			&& 1 === preg_match( '/^(?:mailto:|https:)((?:(?!\xe2\x80[\xa8\xa9])[^\r\n])+)$/D', $value, $found )
			&& Text::units( $found[1] ) <= 2048 ? $value : null;
		return new self( $copy );
	}

	/** A whole number of at least 0. JSON may write it as `1e3`. */
	public static function whole(): self {
		return new self( static fn( $value ) => is_int( $value ) && $value >= 0 || is_float( $value ) && $value >= 0 && floor( $value ) === $value && is_finite( $value ) ? $value + 0 : null );
	}

	/** The value `true`. */
	public static function yes(): self {
		return new self( static fn( $value ) => true === $value ? true : null );
	}

	/** An object of fields. */
	public static function shape( array $shape ): self {
		return new self( static fn( $value ) => self::copy( $shape, $value ), null, $shape );
	}

	/**
	 * Copies the known keys of an object.
	 *
	 * @param self[] $shape By key; one that ends in `?` is optional.
	 * @param mixed  $value As `Json::read` gives it.
	 * @param bool   $is_whole `true` takes no object with an optional key that is not valid. Default: such a key is left out.
	 * @return array|null `null` if it is none, or a required key is missing or not valid.
	 */
	public static function copy( array $shape, $value, bool $is_whole = false ): ?array {
		if ( ! is_array( $value ) ) {
			return null;
		}
		$copied = array();
		foreach ( $shape as $key => $field ) {
			$name = rtrim( $key, '?' );
			$has  = array_key_exists( $name, $value );
			$item = $has ? ( $field->copy )( $value[ $name ] ) : null;
			if ( null !== $item ) {
				$copied[ $name ] = $item;
			} elseif ( $name === $key || $has && $is_whole ) {
				return null;
			}
		}
		return $copied;
	}

	/**
	 * Returns the code of the first field of an object that is not valid and has a code of its own.
	 *
	 * @param self[] $shape By key.
	 * @param mixed  $value Any value.
	 */
	public static function fault( array $shape, $value ): ?string {
		if ( ! is_array( $value ) ) {
			return null;
		}
		foreach ( $shape as $key => $field ) {
			$name = rtrim( $key, '?' );
			if ( ! array_key_exists( $name, $value ) || null !== ( $field->copy )( $value[ $name ] ) ) {
				continue;
			}
			$code = $field->code ?? ( null === $field->shape ? null : self::fault( $field->shape, $value[ $name ] ) );
			if ( null !== $code ) {
				return $code;
			}
		}
		return null;
	}
}

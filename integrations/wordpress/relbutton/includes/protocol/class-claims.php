<?php
/**
 * The claims of a record (contract, "Records").
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Claims are an array by name: `iss`, `aud`, `jti`, `iat`, `exp`, `act`, `agreement?`, `prev?`, `challenge?` and `body?`. */
final class Claims {
	/** @return Field[] By key. */
	private static function shape(): array {
		static $shape;
		$shape = $shape ?? array(
			'iss'        => Field::pattern( '/^(?:[A-Za-z0-9_-]{43}|https?:\/\/(?:(?!\/)\S){1,2040})$/Du' ),
			'aud'        => Field::text( 2048 ),
			'jti'        => Field::pattern( '/^[A-Za-z0-9_-]{16,64}$/D' ),
			'iat'        => Field::whole(),
			'exp'        => Field::whole(),
			'act'        => Field::pattern( '/^(?=.{1,128}$)[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/D' ),
			'agreement?' => Field::pattern( '/^[A-Z0-9-]{1,64}$/D' ),
			'prev?'      => Field::pattern( Field::HASH ),
			'challenge?' => Field::text( 1024 ),
		);
		return $shape;
	}

	/**
	 * Reads the claims of a decoded payload. The body of an unknown act is not read.
	 *
	 * @throws Refusal With `malformed`, or the code of a field of the body.
	 */
	public static function read( array $payload ): array {
		$claims = Field::copy( self::shape(), $payload, true );
		if ( null !== $claims && ( ! array_key_exists( 'body', $payload ) || ! Acts::is_known( $claims['act'] ) ) ) {
			return $claims;
		}
		$body = null === $claims ? null : Field::copy( Bodies::of( $claims['act'] ), $payload['body'], true );
		if ( null !== $body ) {
			return $claims + array( 'body' => $body );
		}
		$act = $payload['act'] ?? null;
		throw new Refusal( ( is_string( $act ) && Acts::is_known( $act ) ? Field::fault( Bodies::of( $act ), $payload['body'] ?? null ) : null ) ?? 'malformed' );
	}

	/** Returns whether the body is missing from an act whose body has required fields. */
	public static function lack_body( array $claims ): bool {
		return ! isset( $claims['body'] ) && Acts::is_known( $claims['act'] ) && null === Field::copy( Bodies::of( $claims['act'] ), array() );
	}

	/** Returns the side that signed a record first: `customer` or `vendor`. */
	public static function side( array $claims ): string {
		return 1 === preg_match( Field::HASH, $claims['iss'] ) ? 'customer' : 'vendor';
	}

	/** Returns the thumbprint of the customer's key. */
	public static function customer( array $claims ): string {
		return 'customer' === self::side( $claims ) ? $claims['iss'] : $claims['aud'];
	}

	/** Returns the vendor's origin. */
	public static function vendor( array $claims ): string {
		return 'customer' === self::side( $claims ) ? $claims['aud'] : $claims['iss'];
	}

	/** Returns the hash of the record that a record answers. */
	public static function re( array $claims ): ?string {
		return $claims['body']['re'] ?? null;
	}
}

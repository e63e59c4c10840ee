<?php
/**
 * The rules that a record has to keep beside its form (contract, "The acts").
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Rules {
	/** The act of the record that an act answers. Every other act answers any record of the other side. */
	private const ANSWERED = array( 'receipt' => 'pledge', 'revoke' => 'share' );

	/** Returns whether the side that signed a record can say its act. */
	private static function is_of_its_side( array $claims ): bool {
		$from = Acts::side_of( $claims['act'] );
		return 'either' === $from || Claims::side( $claims ) === $from;
	}

	/** Returns whether a record can be in a chain. */
	public static function is_kept( array $claims ): bool {
		return self::is_of_its_side( $claims ) && ! Acts::has( $claims['act'], 'asks' );
	}

	/** Returns whether a record can begin a relationship: `relate` under an agreement, or `intentcast` under its own. */
	public static function is_beginning( array $claims ): bool {
		$agreement = $claims['agreement'] ?? null;
		return Acts::has( $claims['act'], 'begins' ) && ( 'intentcast' === $claims['act'] ? Agreements::INTENT === $agreement : null !== $agreement );
	}

	/** Returns whether a record proposes an agreement for the relationship. */
	public static function is_proposal( array $claims ): bool {
		return 'relate' === $claims['act'] || 'intentcast' === $claims['act'] && ! isset( $claims['prev'] );
	}

	/**
	 * Returns the reason why a record cannot answer the one that it names.
	 *
	 * @param array|null $answered   The claims of that record, if there is one.
	 * @param bool       $is_revoked Whether that share was revoked.
	 */
	public static function re_fault( array $claims, ?array $answered, bool $is_revoked ): ?string {
		if ( null === Claims::re( $claims ) ) {
			return null;
		}
		if ( null === $answered ) {
			return 'unknown_re';
		}
		$wanted = self::ANSWERED[ $claims['act'] ] ?? null;
		if ( null === $wanted ) {
			return Claims::side( $answered ) === Claims::side( $claims ) ? 'own_re' : null;
		}
		if ( $answered['act'] !== $wanted ) {
			return 'wrong_re';
		}
		return 'revoke' === $claims['act'] && $is_revoked ? 'revoked' : null;
	}

	/** A share lasts at most to the end of the same day of the next year, in UTC. */
	private static function until_fault( array $claims ): ?string {
		$end = Times::end_of( $claims['body']['until'] );
		if ( $end <= $claims['iat'] * 1000 ) {
			return 'until_passed';
		}
		list( $year, $month, $day ) = array_map( 'intval', explode( '-', gmdate( 'Y-n-j', $claims['iat'] ) ) );
		return $end > gmmktime( 24, 0, 0, $month, $day, $year + 1 ) * 1000 ? 'until_too_late' : null;
	}

	/** Returns the reason why a record cannot be added to a relationship. Its form and its `prev` are checked elsewhere. */
	public static function fault( array $claims, ?array $answered, bool $is_revoked ): ?string {
		$act = $claims['act'];
		if ( ! self::is_of_its_side( $claims ) ) {
			return 'wrong_side';
		}
		if ( 'intentcast' === $act && Agreements::INTENT !== ( $claims['agreement'] ?? null ) ) {
			return 'unsupported_agreement';
		}
		if ( 'converse' === $act && isset( $claims['body'] ) && ! Text::is_readable( $claims['body']['text'] ) ) {
			return 'unreadable_text';
		}
		$fault = 'share' === $act && isset( $claims['body'] ) ? self::until_fault( $claims ) : null;
		return $fault ?? self::re_fault( $claims, $answered, $is_revoked );
	}
}

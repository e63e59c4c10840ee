<?php
/**
 * The state of a relationship.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * The state follows from the records, and is kept beside them, so that one more costs the same however many there are:
 * `version`, the number of its changes; `head`, of its chain, missing while nothing is agreed; `proposals`, those that can count
 * against another one; `credential`, of the passkey that began it; `erasure`, the outcome of erasing that its end asked for.
 */
final class State {
	/** The state before the first record. */
	public const NOTHING = array( 'version' => 0, 'proposals' => array() );

	/** Returns the proposal that awaits a decision. */
	public static function pending( array $state ): ?array {
		foreach ( $state['proposals'] as $one ) {
			if ( 'pending' === $one['answer'] ) {
				return $one;
			}
		}
		return null;
	}

	/** Returns the `jti` of the proposal that can still be decided. */
	public static function open( array $state ): ?string {
		return 'ended' === ( $state['head']['status'] ?? null ) ? null : self::pending( $state )['jti'] ?? null;
	}

	/** Returns the status: `offered`, `asked`, `related`, `paused` or `ended`. */
	public static function status( array $state ): string {
		return $state['head']['status'] ?? ( self::pending( $state ) ? 'asked' : 'offered' );
	}

	/** Returns the proposals at a place that count against another one there. */
	public static function tries( array $state, ?string $prev, float $now ): array {
		$counts = static fn( $one ) => ( $one['prev'] ?? null ) === $prev && ( 'pending' === $one['answer'] || $one['exp'] > $now );
		return array_values( array_filter( $state['proposals'], $counts ) );
	}

	/** Returns the state after an entry is added or decided. @param array $entry As `Store` has it. */
	public static function after( array $state, array $entry, array $claims, float $now ): array {
		$others = array_values( array_filter( $state['proposals'], static fn( $one ) => $one['jti'] !== $entry['jti'] ) );
		++$state['version'];
		if ( null === $entry['record'] ) {
			$state['proposals']   = self::tries( array( 'proposals' => $others ), $claims['prev'] ?? null, $now );
			$state['proposals'][] = self::proposal( $entry, $claims );
			return $state;
		}
		if ( isset( $entry['answer']['erasure']['erased'] ) ) {
			return array( 'version' => $state['version'], 'head' => self::head_after( null, $entry['hash'], $claims ), 'proposals' => array(), 'erasure' => $entry['answer']['erasure'] );
		}
		$state['head'] = self::head_after( $state['head'] ?? null, $entry['hash'], $claims );
		// The line went on: of the proposals before, only one that waits still counts.
		$waits              = static fn( $one ) => 'pending' === $one['answer'];
		$state['proposals'] = null === $entry['place'] ? $others : array_values( array_filter( $others, $waits ) );
		if ( ! isset( $state['credential'] ) && isset( $entry['credential'] ) ) {
			$state['credential'] = $entry['credential'];
		}
		if ( isset( $entry['answer']['erasure'] ) ) {
			$state['erasure'] = $entry['answer']['erasure'];
		}
		return $state;
	}

	/**
	 * Returns whether a challenge was already checked, in a proposal that was countered and that this one follows. After any other answer
	 * a challenge is used up.
	 */
	public static function is_after_counter( array $state, array $claims ): bool {
		$challenge = hash( 'sha256', $claims['challenge'] ?? '' );
		$before    = array_filter( $state['proposals'], static fn( $one ) => ( $one['challenge'] ?? null ) === $challenge );
		$follows   = static fn( $one ) => 'countered' === $one['answer'] && ( $one['prev'] ?? null ) === ( $claims['prev'] ?? null );
		return Rules::is_proposal( $claims ) && $before && array_filter( $before, $follows ) === $before;
	}

	private static function proposal( array $entry, array $claims ): array {
		$answer   = isset( $entry['answer']['counter'] ) ? 'countered' : 'refused';
		$proposal = array_intersect_key( $claims, array_flip( array( 'jti', 'exp', 'prev' ) ) );
		if ( isset( $claims['challenge'] ) ) {
			$proposal['challenge'] = hash( 'sha256', $claims['challenge'] );
		}
		return $proposal + array( 'answer' => isset( $entry['answer']['pending'] ) ? 'pending' : $answer );
	}

	/** Returns the head after one more record. @param array|null $before `null` if the record is the first. */
	private static function head_after( ?array $before, string $hash, array $claims ): array {
		$none = array( 'customer' => false, 'vendor' => false );
		$head = ( $before ?? array() ) + array( 'since' => $claims['iat'], 'held' => $none, 'counts' => array( 'customer' => 0, 'vendor' => 0 ) );
		$act  = $claims['act'];
		$side = Claims::side( $claims );
		if ( 'pause' === $act || 'resume' === $act ) {
			$head['held'][ $side ] = 'pause' === $act;
		}
		if ( 'relate' === $act || ! isset( $before['first'] ) && Rules::is_beginning( $claims ) ) {
			$head['agreement'] = $claims['agreement'] ?? null;
			$head['agreed']    = $hash;
		}
		if ( 'leave' !== $act ) {
			$head['first'] = $before['first'] ?? $hash;
			$head['last']  = $hash;
		}
		++$head['counts'][ $side ];
		$live           = $head['held']['customer'] || $head['held']['vendor'] ? 'paused' : 'related';
		$head['status'] = 'leave' === $act || 'ended' === ( $before['status'] ?? null ) ? 'ended' : $live;
		return $head;
	}
}

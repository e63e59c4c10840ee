<?php
/**
 * Receives a customer's record.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Checks a record, decides, countersigns and stores it, in this order. A refused record is not stored. */
final class Receiver {
	/** The tolerance for a customer's clock that is ahead, in seconds. */
	private const LEEWAY = 60;

	/** The maximum time from `iat` to `exp`, in seconds. */
	public const LIFETIME = 600;

	/** @var Options */
	private $options;

	/** @var Store */
	private $store;

	public function __construct( Options $options ) {
		$this->options = $options;
		$this->store   = $options->store;
	}

	/**
	 * Receives a record.
	 *
	 * @return array The body of the answer.
	 * @throws Refusal If it is refused.
	 */
	public function receive( string $received ): array {
		$jws    = $this->parsed( $received );
		$claims = Verify::customer( $jws );
		if ( $claims['aud'] !== $this->options->origin ) {
			throw new Refusal( 'wrong_audience' );
		}
		$entry = Entries::make( $jws, $claims, $received );
		$state = $this->store->state( $claims['iss'] );
		$known = $this->replay( $entry );
		if ( $known ) {
			return self::answer_of( $known );
		}
		$this->check_times( $claims );
		if ( ! Acts::is_known( $claims['act'] ) ) {
			throw new Refusal( 'unsupported_act' );
		}
		if ( Acts::has( $claims['act'], 'asks' ) ) {
			$this->check_challenge( $claims, $entry, $state );
			return ( new Questions( $this->options ) )->answer( $claims, $state );
		}
		$left = 'leave' === $claims['act'] ? $this->leave( $jws, $claims, $entry ) : null;
		while ( true ) {
			$next = $left ?? $this->follow( $jws, $claims, $entry, $state );
			if ( $this->keep( $next, $claims, $state ) ) {
				return self::answer_of( $next );
			}
			$version = $state['version'];
			$state   = $this->store->state( $claims['iss'] );
			$known   = $this->replay( $entry );
			if ( $known ) {
				return self::answer_of( $known );
			}
			// An entry that the state does not know takes the place.
			if ( $state['version'] === $version ) {
				throw new Refusal( 'broken_chain' );
			}
		}
	}

	private function parsed( string $received ): Jws {
		$jws = Jws::parse( $received, Jws::MAX );
		if ( 1 !== count( $jws->signatures ) ) {
			throw new Refusal( 'malformed' );
		}
		if ( ! $jws->has_room( new Vendor_Key( $this->options->key ) ) ) {
			throw new Refusal( 'no_room' );
		}
		return $jws;
	}

	/** Finds the entry that used a record's `jti`: a replay of the same bytes. @throws Refusal With `jti_reused`. */
	private function replay( array $entry ): ?array {
		$known = $this->store->entry( $entry['iss'], $entry['jti'] );
		// An entry that cannot be read is left out.
		if ( null === $known || null === Entries::claims( $known ) ) {
			return null;
		}
		if ( $known['received'] !== $entry['received'] ) {
			throw new Refusal( 'jti_reused' );
		}
		return $known;
	}

	/** Returns the answer in an entry, the same each time. @throws Refusal If the entry is a refusal. */
	private static function answer_of( array $entry ): array {
		if ( isset( $entry['answer']['refused'] ) ) {
			throw new Refusal( $entry['answer']['code'] );
		}
		return null === $entry['record'] ? $entry['answer'] : array( 'record' => $entry['record'] ) + $entry['answer'];
	}

	private function check_times( array $claims ): void {
		$now = $this->options->now();
		if ( $claims['exp'] <= $now ) {
			throw new Refusal( 'expired' );
		}
		if ( $claims['iat'] > $now + self::LEEWAY ) {
			throw new Refusal( 'not_yet_valid' );
		}
		if ( $claims['exp'] - $claims['iat'] > self::LIFETIME ) {
			throw new Refusal( 'valid_too_long' );
		}
	}

	private function check_challenge( array $claims, array $entry, array $state ): void {
		if ( ! isset( $claims['challenge'] ) || null === $this->options->check_challenge || State::is_after_counter( $state, $claims ) ) {
			return;
		}
		if ( ! $this->options->call( 'check_challenge', array( $claims['challenge'], $claims, $entry['hash'] ), 'is_bool' ) ) {
			throw new Refusal( 'wrong_challenge' );
		}
	}

	/** Makes the entry of a leave, with the outcome of erasing if the customer asks for it. */
	private function leave( Jws $jws, array $claims, array $entry ): array {
		$entry['record'] = $jws->countersign( new Vendor_Key( $this->options->key ) );
		if ( ! isset( $claims['body']['erase'] ) ) {
			return $entry;
		}
		$entry['answer'] = array( 'erasure' => $this->erasure( $claims['iss'] ) );
		return $entry;
	}

	private function erasure( string $iss ): array {
		if ( null === $this->options->erase ) {
			return array( 'erased' => true );
		}
		try {
			$erasure = $this->options->call( 'erase', array( $iss ), array( self::class, 'is_erasure' ) );
			return isset( $erasure['erased'] ) ? array( 'erased' => true ) : array_intersect_key( $erasure, array_flip( array( 'kept', 'why', 'until' ) ) );
		} catch ( Refusal $refusal ) {
			$message = $refusal->getPrevious()->getMessage();
			( $this->options->report )( new \RuntimeException( "$message The leave of $iss is kept, its data is not erased.", 0, $refusal ) );
			return array( 'kept' => 'What this vendor holds about you', 'why' => 'Erasing it failed. This vendor has been told.', 'until' => 'it erases it, or you ask again' );
		}
	}

	/** @param mixed $value Any value. */
	public static function is_erasure( $value ): bool {
		$kept = array( 'kept' => Field::plain( 500 ), 'why' => Field::plain( 500 ), 'until' => Field::plain( 100 ) );
		return null !== Field::copy( array( 'erased' => Field::yes() ), $value ) || null !== Field::copy( $kept, $value );
	}

	/** Makes the entry of an act that follows the last record. @throws Refusal */
	private function follow( Jws $jws, array $claims, array $entry, array $state ): array {
		$this->check_place( $claims, $state );
		$proposes = Rules::is_proposal( $claims );
		if ( 'intentcast' === $claims['act'] && ! $proposes && ! in_array( Agreements::INTENT, $this->options->accepts, true ) ) {
			throw new Refusal( 'unsupported_agreement' );
		}
		$this->check_challenge( $claims, $entry, $state );
		if ( $proposes ) {
			return ( new Negotiation( $this->options ) )->answer( $jws, $claims, $entry, $state );
		}
		$entry['place']  = $claims['prev'] ?? '';
		$entry['record'] = $jws->countersign( new Vendor_Key( $this->options->key ) );
		return $entry;
	}

	/** Checks that a record can follow the last one of its relationship. @throws Refusal */
	private function check_place( array $claims, array $state ): void {
		$status = $state['head']['status'] ?? null;
		$last   = $state['head']['last'] ?? null;
		$iss    = $claims['iss'];
		$re     = Claims::re( $claims );
		if ( 'ended' === $status ) {
			throw new Refusal( 'ended' );
		}
		if ( null === $last && ! Acts::has( $claims['act'], 'begins' ) ) {
			throw new Refusal( 'not_related' );
		}
		$fault = Rules::fault( $claims, $this->store->claims_of( $iss, $re ), $this->store->is_revoked( $iss, $re ) );
		if ( null !== $fault ) {
			throw new Refusal( $fault );
		}
		if ( ( $claims['prev'] ?? null ) !== $last ) {
			throw new Refusal( 'broken_chain' );
		}
		if ( 'paused' === $status && Acts::has( $claims['act'], 'waits' ) ) {
			throw new Refusal( 'paused' );
		}
	}

	/** Stores an entry. @return bool `false` if the relationship has changed meanwhile. */
	private function keep( array $entry, array $claims, array $before ): bool {
		$state    = State::after( $before, $entry, $claims, $this->options->now() );
		$messages = $this->options->messages_for( $entry, $claims, $state );
		return $this->store->add( $entry, $state, $messages, isset( $entry['answer']['erasure']['erased'] ) );
	}
}

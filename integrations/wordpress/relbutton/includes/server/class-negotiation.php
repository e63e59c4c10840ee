<?php
/**
 * Answers proposals.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Answers a proposal, by the option `decide` or else by the accepted agreements alone. */
final class Negotiation {
	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/**
	 * Answers a proposal.
	 *
	 * @return array Its entry.
	 * @throws Refusal With `unsupported_agreement`, `too_many_proposals`, `unsupported_counter` or `server_error`.
	 */
	public function answer( Jws $jws, array $claims, array $entry, array $state ): array {
		$agreement = $claims['agreement'] ?? null;
		if ( ! Agreements::is_known( $agreement ) ) {
			throw new Refusal( 'unsupported_agreement' );
		}
		$tries = State::tries( $state, $claims['prev'] ?? null, $this->options->now() );
		if ( count( $tries ) > 1 || State::pending( $state ) ) {
			throw new Refusal( 'too_many_proposals' );
		}
		$is_accepted = in_array( $agreement, $this->options->accepts, true );
		// Without `decide` there is no negotiation: store nothing.
		if ( ! $is_accepted && null === $this->options->decide && ! $tries ) {
			throw new Refusal( 'unsupported_agreement' );
		}
		$decision = null === $this->options->decide
			? ( $is_accepted ? 'accept' : 'refuse' )
			: $this->options->call( 'decide', array( $claims ), array( self::class, 'is_decision' ) );
		return $this->decided( $jws, $claims, $entry, $decision, ! $tries );
	}

	/** Returns whether a value is a decision. @param mixed $value Any value. */
	public static function is_decision( $value ): bool {
		return in_array( $value, array( 'accept', 'refuse', 'pending' ), true ) || is_array( $value ) && Agreements::is_known( $value['counter'] ?? null );
	}

	/**
	 * Makes the entry of a decided proposal.
	 *
	 * @param string|array $decision    As the option `decide` returns it.
	 * @param bool         $may_counter Whether this negotiation had no counter yet.
	 */
	private function decided( Jws $jws, array $claims, array $entry, $decision, bool $may_counter ): array {
		$is_accepted = in_array( $claims['agreement'], $this->options->accepts, true );
		if ( 'pending' === $decision ) {
			return array( 'answer' => array( 'pending' => true ) ) + $entry;
		}
		if ( 'accept' === $decision && $is_accepted ) {
			$record = $jws->countersign( new Vendor_Key( $this->options->key ) );
			return array( 'place' => $claims['prev'] ?? '', 'record' => $record, 'answer' => array() ) + $entry;
		}
		if ( is_array( $decision ) && $may_counter ) {
			if ( ! in_array( $decision['counter'], $this->options->accepts, true ) ) {
				throw new Refusal( 'unsupported_counter' );
			}
			return array( 'answer' => array( 'counter' => $decision['counter'] ) ) + $entry;
		}
		return array( 'answer' => ( new Refusal( $is_accepted ? 'refused' : 'unsupported_agreement' ) )->body() ) + $entry;
	}

	/**
	 * Decides a pending proposal.
	 *
	 * @param string|array $decision `accept`, `refuse` or `array( 'counter' => id )`.
	 * @throws Refusal With `not_related` if nothing is pending, `broken_chain` or `ended` if the proposal no longer fits,
	 * `unsupported_counter`.
	 * @throws \InvalidArgumentException For another decision.
	 */
	public function decide( string $iss, $decision ): void {
		if ( 'pending' === $decision || ! self::is_decision( $decision ) ) {
			throw new \InvalidArgumentException( 'A decision is accept, refuse or a counter.' );
		}
		$store   = $this->options->store;
		$version = -1;
		do {
			$state   = $store->state( $iss );
			$pending = State::pending( $state );
			$entry   = $pending ? $store->entry( $iss, $pending['jti'] ) : null;
			if ( ! $pending ) {
				throw new Refusal( 'not_related' );
			}
			if ( 'ended' === ( $state['head']['status'] ?? null ) ) {
				throw new Refusal( 'ended' );
			}
			if ( null === $entry || null === Entries::claims( $entry ) ) {
				throw new Refusal( 'not_related' );
			}
			// An entry that the state does not know takes the place.
			if ( $state['version'] === $version ) {
				throw new Refusal( 'broken_chain' );
			}
			$version  = $state['version'];
			$jws      = Jws::parse( $entry['received'] );
			$claims   = $jws->claims();
			$counters = array_filter( $state['proposals'], static fn( $one ) => 'countered' === $one['answer'] && ( $one['prev'] ?? null ) === ( $pending['prev'] ?? null ) );
			$next     = $this->decided( $jws, $claims, $entry, $decision, ! $counters );
			// The line went on meanwhile, and the proposal no longer follows the last record: refuse it.
			$is_broken = null !== $next['record'] && ( $claims['prev'] ?? null ) !== ( $state['head']['last'] ?? null );
			if ( $is_broken ) {
				$next = array( 'answer' => ( new Refusal( 'broken_chain' ) )->body() ) + $entry;
			}
			$after    = State::after( $state, $next, $claims, $this->options->now() );
			$messages = null === $next['record'] ? array() : $this->options->messages_for( $next, $claims, $after );
		} while ( ! $store->decide( $next, $after, $messages ) );
		if ( $is_broken ) {
			throw new Refusal( 'broken_chain' );
		}
	}
}

<?php
/**
 * The acts of the vendor.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Signs an act of the vendor and stores it. If a record of the customer was stored first, it signs again to follow that. */
final class Speaker {
	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/**
	 * Says an act: `pause`, `resume`, `converse`, `receipt`, `regard` or `leave`.
	 *
	 * @param array $body      By name; as `Json::read` gives one.
	 * @param bool  $is_erased `true` erases all other records of the relationship, for a leave.
	 * @return string The record.
	 * @throws Refusal If the act does not fit the relationship, or the body is not valid.
	 */
	public function say( string $iss, string $act, array $body = array(), bool $is_erased = false ): string {
		$store   = $this->options->store;
		$version = -1;
		do {
			$state  = $store->state( $iss );
			$last   = $state['head']['last'] ?? null;
			$status = $state['head']['status'] ?? null;
			if ( null === $last ) {
				throw new Refusal( 'not_related' );
			}
			if ( 'ended' === $status ) {
				throw new Refusal( 'ended' );
			}
			// An entry that the state does not know takes the place.
			if ( $state['version'] === $version ) {
				throw new Refusal( 'broken_chain' );
			}
			if ( 'paused' === $status && Acts::has( $act, 'waits' ) ) {
				throw new Refusal( 'paused' );
			}
			$version = $state['version'];
			$entry   = $this->entry( $iss, $act, $body, $last, $claims );
			if ( $is_erased ) {
				$entry['answer'] = array( 'erasure' => array( 'erased' => true ) );
			}
			$after   = State::after( $state, $entry, $claims, $this->options->now() );
		} while ( ! $store->add( $entry, $after, $this->options->messages_for( $entry, $claims, $after ), $is_erased ) );
		return $entry['record'];
	}

	/** @param array|null $claims Gets the claims. */
	private function entry( string $iss, string $act, array $body, string $last, ?array &$claims ): array {
		$store  = $this->options->store;
		$now    = (int) floor( $this->options->now() );
		$said   = array( 'iss' => $this->options->origin, 'jti' => Options::uuid(), 'iat' => $now, 'exp' => $now + Receiver::LIFETIME, 'aud' => $iss, 'act' => $act, 'prev' => $last, 'body' => (object) $body );
		// Read first what is to be signed: the body comes from a form.
		$claims = Claims::read( array( 'body' => $body ) + $said );
		$re     = Claims::re( $claims );
		$fault  = Claims::lack_body( $claims ) ? 'malformed' : Rules::fault( $claims, $store->claims_of( $iss, $re ), $store->is_revoked( $iss, $re ) );
		if ( null !== $fault ) {
			throw new Refusal( $fault );
		}
		$record = Jws::sign( $said, new Vendor_Key( $this->options->key ) );
		if ( Text::units( $record ) > Jws::MAX ) {
			throw new Refusal( 'too_large' );
		}
		return array( 'record' => $record, 'place' => 'leave' === $act ? null : $last ) + Entries::make( Jws::parse( $record ), $claims, $record );
	}
}

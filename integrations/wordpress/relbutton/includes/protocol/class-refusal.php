<?php
/**
 * Refusals, each with its code, its sentence and its HTTP status.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** A record or a request that is refused. Its message is the sentence for a person. */
final class Refusal extends \Exception {
	/** The sentence of each code. */
	public const SENTENCES = array(
		'bad_request'                => 'The address or the headers of the request cannot be read.',
		'method_not_allowed'         => 'This address does not answer that method.',
		'timed_out'                  => 'The record took too long to arrive.',
		'incomplete'                 => 'The record broke off before its end.',
		'unsupported_media_type'     => 'A record is sent as application/jose+json.',
		'too_large'                  => 'The record is larger than 16,384 characters.',
		'no_room'                    => 'The record leaves too little room for the vendor’s signature: both together have at most 16,384 characters.',
		'too_deep'                   => 'The record is nested deeper than eight levels.',
		'duplicate_key'              => 'The record says one thing twice, under the same key.',
		'malformed'                  => 'This is no record: not a signed JWS with the claims of the contract.',
		'unsupported_algorithm'      => 'The record is signed by an algorithm other than ES256 or EdDSA.',
		'private_key'                => 'The record gives a private key away. Make a new key, and use that one no more.',
		'invalid_key'                => 'The key in the record is not a public key of its algorithm.',
		'unknown_key'                => 'The record is signed by a key that its signer does not publish.',
		'wrong_issuer'               => 'The record does not come from the key it names.',
		'invalid_signature'          => 'A signature of the record does not fit.',
		'unprotected_header'         => 'The record has an unprotected header other than the two members of a passkey’s signature.',
		'wrong_crit'                 => 'A passkey’s signature has the protected header "crit": ["webauthn"] and "webauthn": 1, exactly.',
		'invalid_client_data'        => 'The clientDataJSON of the passkey is not there, or is no JSON object in UTF-8.',
		'wrong_type'                 => 'The passkey signed something other than a sign-in: the type in clientDataJSON is not webauthn.get.',
		'wrong_hash'                 => 'The passkey signed another record: the challenge in clientDataJSON is not the hash of this one.',
		'wrong_origin'               => 'The passkey signed in the page of another origin than the vendor’s.',
		'cross_origin'               => 'The passkey signed in a frame of another site.',
		'invalid_authenticator_data' => 'The authenticatorData of the passkey is not there, or is shorter than 37 bytes.',
		'wrong_rp'                   => 'The passkey belongs to another host than the vendor’s.',
		'no_gesture'                 => 'The passkey signed without a gesture of its person.',
		'der_signature'              => 'The passkey’s signature is in DER. A record has the 64 bytes of R and S.',
		'signature_length'           => 'The passkey’s signature does not have 64 bytes.',
		'needs_agent'                => 'A passkey cannot sign this act: it needs an agent.',
		'wrong_audience'             => 'The record is meant for somebody else.',
		'expired'                    => 'The record came too late.',
		'not_yet_valid'              => 'The record comes from the future. Is the clock right?',
		'valid_too_long'             => 'The record would be valid for more than ten minutes.',
		'wrong_challenge'            => 'The record answers a challenge that was not given, or was used up.',
		'jti_reused'                 => 'Another record was sent under the same number before.',
		'broken_chain'               => 'The record does not follow the last one of this relationship.',
		'unknown_credential'         => 'No relationship is kept for that passkey.',
		'not_related'                => 'There is no relationship that this could belong to.',
		'ended'                      => 'This relationship has ended. A new one starts with a new key.',
		'paused'                     => 'This relationship is on hold.',
		'wrong_side'                 => 'That act is for the other side to say.',
		'invalid_amount'             => 'An amount has up to twelve digits, and after a point up to four: 12.50. It has no sign and no exponent.',
		'unknown_currency'           => 'A currency is a code of ISO 4217 in use, such as EUR.',
		'invalid_time'               => 'A time is a date or a date-time with a time zone (RFC 3339): 2026-12-31, 2026-12-31T18:00:00Z.',
		'unreadable_text'            => 'A text is empty or too long, or has control characters or characters that override its direction.',
		'until_passed'               => 'The time of the share is over before it begins.',
		'until_too_late'             => 'A share lasts a year at most.',
		'unknown_re'                 => 'The record answers one that is not kept in this relationship.',
		'own_re'                     => 'The record answers one of its own side.',
		'wrong_re'                   => 'The record answers one of another act: a receipt is for a pledge, and a revoke ends a share.',
		'revoked'                    => 'That share was revoked before.',
		'unsupported_act'            => 'This vendor does not take part in such an act.',
		'unsupported_agreement'      => 'This vendor does not accept that agreement.',
		'unsupported_counter'        => 'The agreement that was suggested instead is not one the vendor accepts.',
		'too_many_proposals'         => 'This was proposed twice, or an earlier proposal still awaits its answer.',
		'refused'                    => 'The vendor does not agree.',
		'too_many_requests'          => 'Too much came from here at once. Try again in a minute.',
		'server_error'               => 'The vendor’s server failed. Try again later.',
		'unavailable'                => 'The vendor’s server cannot reach its records. Try again in a minute.',
	);

	/** The HTTP status of each code; 400 for those not listed. */
	private const STATUSES = array(
		'method_not_allowed'     => 405,
		'timed_out'              => 408,
		'unknown_credential'     => 404,
		'jti_reused'             => 409,
		'too_large'              => 413,
		'no_room'                => 413,
		'unsupported_media_type' => 415,
		'too_many_requests'      => 429,
		'server_error'           => 500,
		'unavailable'            => 503,
	);

	/** @var string The code, a key of `SENTENCES`. */
	public $reason;

	public function __construct( string $reason, ?\Throwable $cause = null ) {
		parent::__construct( self::SENTENCES[ $reason ], 0, $cause );
		$this->reason = $reason;
	}

	/** Returns the HTTP status. */
	public function status(): int {
		return self::STATUSES[ $this->reason ] ?? 400;
	}

	/** Returns the body of the answer. */
	public function body(): array {
		return array( 'refused' => true, 'code' => $this->reason, 'message' => $this->getMessage() );
	}
}

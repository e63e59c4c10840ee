<?php
/**
 * The documents that agents read with no page open.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Well_Known {
	/** The path of the vendor's offer. */
	public const OFFER = '/.well-known/relbutton.json';

	public const JWKS = '/.well-known/jwks.json';

	/** The path at which an open project publishes agreements under IEEE 7012. */
	public const MYTERMS = '/.well-known/myterms.json';

	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/** Returns the documents by path. */
	public function files(): array {
		$options    = $this->options;
		$terms      = $options->terms;
		$offer      = array(
			'name'     => $options->name,
			'accepts'  => $options->accepts,
			'acts'     => array_keys( Acts::RULES ),
			'endpoint' => $options->origin . $options->endpoint,
			'jwks'     => $options->origin . self::JWKS,
		);
		$agreements = array_map( static fn( $id ) => array( 'id' => $id, 'url' => Agreements::url( $id ) ), $options->accepts );
		$date       = gmdate( 'D, d M Y H:i:s', $options->since ?? (int) $options->now() ) . ' +0000';
		return array(
			self::OFFER   => $offer + ( null === $terms ? array() : array( 'terms' => $terms ) ),
			self::MYTERMS => array( 'effective_date' => $date, 'agreements' => $agreements ) + ( null === $terms ? array() : array( 'tos_url' => $terms ) ),
			self::JWKS    => array( 'keys' => $options->public_keys() ),
		);
	}
}

<?php
/**
 * An answer over HTTP.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Answer {
	/** @var int */
	public $status;

	/** @var string[] The headers by name, in small letters. */
	public $headers;

	/** @var string */
	public $body;

	public function __construct( int $status, array $headers, string $body ) {
		$this->status  = $status;
		$this->headers = $headers;
		$this->body    = $body;
	}

	/** Answers with JSON. Agents send requests from any origin, without cookies. */
	public static function json( array $value, int $status = 200, array $headers = array() ): self {
		$own = array( 'content-type' => 'application/json', 'access-control-allow-origin' => '*', 'x-content-type-options' => 'nosniff' );
		return new self( $status, $headers + $own, Json::write( (object) $value ) );
	}

	/** Answers a refusal. @param string|null $allow The allowed methods, for `method_not_allowed`. */
	public static function refusal( Refusal $refusal, ?string $allow = null ): self {
		$headers = null === $allow ? array() : array( 'allow' => $allow );
		if ( 503 === $refusal->status() ) {
			$headers['retry-after'] = '60';
		}
		return self::json( $refusal->body(), $refusal->status(), $headers );
	}

	/** Answers a CORS preflight. */
	public static function preflight( string $allow ): self {
		$headers = array( 'access-control-allow-origin' => '*', 'access-control-allow-methods' => $allow, 'access-control-allow-headers' => 'content-type', 'allow' => $allow );
		return new self( 204, $headers, '' );
	}

	/** Removes the CORS header and forbids caches, so that only the vendor's own pages can read the answer. */
	public function keep_private(): self {
		unset( $this->headers['access-control-allow-origin'] );
		$this->headers['cache-control'] = 'no-store';
		return $this;
	}

	/** Sends the answer to the browser. */
	public function send(): void {
		http_response_code( $this->status );
		if ( '' === $this->body ) {
			// PHP names a type of its own where there is none.
			ini_set( 'default_mimetype', '' ); // phpcs:ignore WordPress.PHP.IniSet.Risky -- for this answer alone.
		}
		foreach ( $this->headers as $name => $value ) {
			header( "$name: $value" );
		}
		echo $this->body; // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- it is JSON, by its content type.
	}
}

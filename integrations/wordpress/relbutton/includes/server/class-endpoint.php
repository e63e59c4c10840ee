<?php
/**
 * The vendor's HTTP.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Answers requests for the endpoint and the well-known files. Never throws: a failure becomes an answer, and is reported. */
final class Endpoint {
	/** The bytes of the longest record: three for each UTF-16 unit. */
	private const MAX_BYTES = 3 * Jws::MAX;

	/** @var Options */
	private $options;

	public function __construct( Options $options ) {
		$this->options = $options;
	}

	/**
	 * Answers a request to the endpoint.
	 *
	 * @param string        $query  The query, without `?`.
	 * @param string        $type   The content type.
	 * @param resource|null $body   The body, unread.
	 * @param string|null   $client Identifies the client for the rate limit. `null`: requests are not counted.
	 */
	public function answer( string $method, string $query, string $type, $body, ?string $client ): Answer {
		$asked   = self::look_ups_in( $query );
		$asks    = array() !== array_merge( ...array_values( $asked ) );
		$methods = array( 'POST' => fn() => $this->take( $type, $body, $client ) );
		if ( $asks ) {
			$methods = array( 'GET' => fn() => $this->look_up( $asked, $client ) ) + $methods;
		}
		$answer = $this->by_method( $methods, $method );
		return $asks && 'GET' === $method ? $answer->keep_private() : $answer;
	}

	/** Answers a request for a well-known file. @return Answer|null `null` for any other path. */
	public function file( string $method, string $path ): ?Answer {
		$file = ( new Well_Known( $this->options ) )->files()[ $path ] ?? null;
		if ( null === $file ) {
			return null;
		}
		$get  = static fn() => Answer::json( $file );
		$head = static fn() => new Answer( 200, Answer::json( $file )->headers, '' );
		return $this->by_method( array( 'GET' => $get, 'HEAD' => $head ), $method );
	}

	/** @param callable[] $methods By method; each returns the answer. */
	private function by_method( array $methods, string $method ): Answer {
		$allow = implode( ', ', array_merge( array_keys( $methods ), array( 'OPTIONS' ) ) );
		if ( 'OPTIONS' === $method ) {
			return Answer::preflight( $allow );
		}
		try {
			if ( ! isset( $methods[ $method ] ) ) {
				throw new Refusal( 'method_not_allowed' );
			}
			return $methods[ $method ]();
		} catch ( Refusal $refusal ) {
			$refused = $refusal;
		} catch ( Database_Error $error ) {
			$refused = new Refusal( 'unavailable', $error );
		} catch ( \Throwable $error ) {
			$refused = new Refusal( 'server_error', $error );
		}
		if ( $refused->status() >= 500 ) {
			( $this->options->report )( $refused->getPrevious() ?? $refused );
		}
		return Answer::refusal( $refused, 'method_not_allowed' === $refused->reason ? $allow : null );
	}

	/** @param resource|null $body The body, unread. */
	private function take( string $type, $body, ?string $client ): Answer {
		$this->count( $client );
		if ( 'application/jose+json' !== strtolower( trim( explode( ';', $type )[0] ) ) ) {
			throw new Refusal( 'unsupported_media_type' );
		}
		$received = null === $body ? '' : stream_get_contents( $body, self::MAX_BYTES + 1 );
		if ( false === $received ) {
			throw new Refusal( 'incomplete' );
		}
		if ( strlen( $received ) > self::MAX_BYTES ) {
			throw new Refusal( 'too_large' );
		}
		$answer = ( new Receiver( $this->options ) )->receive( $received );
		return Answer::json( $answer, isset( $answer['pending'] ) ? 202 : 200 );
	}

	private function look_up( array $asked, ?string $client ): Answer {
		$this->count( $client );
		return Answer::json( ( new Questions( $this->options ) )->find( $asked ) );
	}

	/** @throws Refusal With `too_many_requests`. */
	private function count( ?string $client ): void {
		$minute = (int) floor( $this->options->now() / 60 );
		if ( null !== $client && ! ( new Rates( $this->options->store ) )->may_pass( $client, $minute, $this->options->per_minute ) ) {
			throw new Refusal( 'too_many_requests' );
		}
	}

	/** Returns the values of a query that ask for a relationship. PHP's own reading keeps only the last of each name. */
	private static function look_ups_in( string $query ): array {
		$found = array( 'credential' => array(), 'customer' => array() );
		foreach ( explode( '&', $query ) as $pair ) {
			list( $name, $value ) = explode( '=', $pair, 2 ) + array( '', '' );
			$name                 = urldecode( $name );
			if ( isset( $found[ $name ] ) ) {
				$found[ $name ][] = urldecode( $value );
			}
		}
		return $found;
	}
}

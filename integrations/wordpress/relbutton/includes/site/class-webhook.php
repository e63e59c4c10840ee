<?php
/**
 * The webhook.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Posts changes to a URL by Standard Webhooks (https://www.standardwebhooks.com). */
final class Webhook {
	/** The time limit for the receiver, in seconds: less than the lease of a message. */
	private const PATIENCE = 15;

	/** Returns the bytes of a secret, `whsec_` and 24 to 64 bytes in base64; `null` if it is none. */
	public static function bytes_of( string $secret ): ?string {
		return 1 === preg_match( '/^whsec_([A-Za-z0-9+\/]{32,88}={0,2})$/D', $secret, $found ) ? ( base64_decode( $found[1], true ) ?: null ) : null;
	}

	/** Posts a change. @throws \RuntimeException Unless the receiver answers 2xx in time. */
	public static function post( array $change ): void {
		$url     = Settings::get( 'webhook_url' );
		$seconds = time();
		$body    = Json::write( array( 'type' => 'relationship.' . $change['status'], 'timestamp' => $change['occurredAt'], 'data' => $change ) );
		$mac     = hash_hmac( 'sha256', "{$change['id']}.$seconds.$body", (string) self::bytes_of( Settings::get( 'webhook_secret' ) ), true );
		$headers = array( 'content-type' => 'application/json', 'webhook-id' => $change['id'], 'webhook-timestamp' => (string) $seconds, 'webhook-signature' => 'v1,' . base64_encode( $mac ) );
		// It refuses addresses of the host's own network.
		$response = wp_safe_remote_post( $url, array( 'timeout' => self::PATIENCE, 'redirection' => 0, 'headers' => $headers, 'body' => $body ) );
		$status   = is_wp_error( $response ) ? $response->get_error_message() : (int) wp_remote_retrieve_response_code( $response );
		if ( ! is_int( $status ) || $status < 200 || $status > 299 ) {
			throw new \RuntimeException( "$url answered $status to {$change['id']}." );
		}
	}
}

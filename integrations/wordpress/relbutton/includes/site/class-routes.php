<?php
/**
 * The addresses of the plugin.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Answers requests for the endpoint and the well-known files, by path, or by the query `relbutton` on every site. */
final class Routes {
	/** What can be asked for. */
	private const NAMES = array( 'endpoint', 'relbutton.json', 'jwks.json', 'myterms.json' );

	/** Answers the request, if it is for the plugin, and ends it. */
	public static function answer(): void {
		$name = self::asked();
		if ( ! in_array( $name, self::NAMES, true ) || ! Settings::key() ) {
			return;
		}
		// A page cache must keep no answer, and no notice may get into one.
		defined( 'DONOTCACHEPAGE' ) || define( 'DONOTCACHEPAGE', true );
		ini_set( 'display_errors', '0' ); // phpcs:ignore WordPress.PHP.IniSet.display_errors_Disallowed -- for this answer alone.
		while ( ob_get_level() > 0 ) {
			ob_end_clean();
		}
		$endpoint = new Endpoint( Plugin::options() );
		$method   = $_SERVER['REQUEST_METHOD'] ?? 'GET'; // phpcs:ignore WordPress.Security -- it is compared with known ones.
		$query    = $_SERVER['QUERY_STRING'] ?? ''; // phpcs:ignore WordPress.Security -- `Endpoint` checks it.
		$type     = $_SERVER['CONTENT_TYPE'] ?? ''; // phpcs:ignore WordPress.Security -- it is compared with a known one.
		$answer   = 'endpoint' === $name
			? $endpoint->answer( $method, $query, $type, fopen( 'php://input', 'rb' ), self::client() )
			: $endpoint->file( $method, "/.well-known/$name" );
		$answer->send();
		Delivery::wake();
		exit;
	}

	/** Returns the name that is asked for, unchecked; `null` for none. */
	private static function asked(): ?string {
		$path = (string) wp_parse_url( $_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH ); // phpcs:ignore WordPress.Security -- it is compared with known ones.
		if ( Settings::path() . '/relbutton' === $path ) {
			return 'endpoint';
		}
		// A site in a folder gets the files at the root only where the host passes them on.
		foreach ( array_unique( array( '', Settings::path() ) ) as $folder ) {
			if ( 0 === strpos( $path, "$folder/.well-known/" ) ) {
				return substr( $path, strlen( "$folder/.well-known/" ) );
			}
		}
		$asked = $_GET['relbutton'] ?? null; // phpcs:ignore WordPress.Security -- it is compared with known ones.
		return is_string( $asked ) && ! is_admin() ? $asked : null;
	}

	/** Identifies the client for the rate limit. */
	private static function client(): string {
		$address = $_SERVER['REMOTE_ADDR'] ?? ''; // phpcs:ignore WordPress.Security -- it is hashed.
		/** Filters the address of the client. Behind a proxy, return the address that the proxy names. */
		return wp_hash( (string) apply_filters( 'relbutton_client', $address ) );
	}
}

<?php
/**
 * The settings.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Settings {
	public const OPTION = 'relbutton_settings';

	private const DEFAULTS = array(
		'name'           => '',
		'accepts'        => array( 'SD-BASE', 'SD-BASE-DP' ),
		'decide'         => 'accept',
		'terms'          => '',
		'link'           => '',
		'mail'           => '',
		'webhook_url'    => '',
		'webhook_secret' => '',
		'delete_records' => false,
	);

	/** @return mixed */
	public static function get( string $name ) {
		return ( get_option( self::OPTION, array() ) + self::DEFAULTS )[ $name ];
	}

	/** Returns the vendor's name: by default the site's. */
	public static function name(): string {
		return self::get( 'name' ) ?: wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ) ?: (string) wp_parse_url( home_url(), PHP_URL_HOST );
	}

	/** @return string[] The accepted agreements, in the order of the roster. */
	public static function accepts(): array {
		return array_values( array_intersect( Agreements::IDS, self::get( 'accepts' ) ) );
	}

	/** Returns the private key: of the constant `RELBUTTON_KEY` in wp-config.php, else the one that was made at activation. Empty if there is none. */
	public static function key(): array {
		$key = defined( 'RELBUTTON_KEY' ) ? json_decode( RELBUTTON_KEY, true ) : get_option( 'relbutton_key' );
		return is_array( $key ) ? $key : array();
	}

	/** Returns the origin of the site, as browsers show it. */
	public static function origin(): string {
		$url      = wp_parse_url( home_url() ) + array( 'scheme' => 'http' );
		$port     = $url['port'] ?? null;
		$is_usual = null === $port || ( array( 'http' => 80, 'https' => 443 )[ $url['scheme'] ] ?? null ) === $port;
		return strtolower( $url['scheme'] . '://' . $url['host'] ) . ( $is_usual ? '' : ":$port" );
	}

	/** Returns the path of the site: `''`, or `/blog` for a site in a folder. */
	public static function path(): string {
		return rtrim( (string) wp_parse_url( home_url(), PHP_URL_PATH ), '/' );
	}

	/** Returns the path of the endpoint. With plain permalinks only an address with a query reaches WordPress. */
	public static function endpoint(): string {
		return self::path() . ( get_option( 'permalink_structure' ) ? '/relbutton' : '/?relbutton=endpoint' );
	}

	/** Returns the address for a visitor without an agent: by default the page on privacy, or the front page. */
	public static function link(): string {
		return self::get( 'link' ) ?: get_privacy_policy_url() ?: home_url( '/' );
	}

	/** Checks what comes from the form of the settings. @param mixed $given Any value. */
	public static function sanitized( $given ): array {
		$given = is_array( $given ) ? $given : array();
		$text  = static fn( string $name ): string => is_string( $given[ $name ] ?? null ) ? trim( $given[ $name ] ) : '';
		$mail  = sanitize_email( $text( 'mail' ) );
		if ( '' !== $text( 'mail' ) && '' === $mail ) {
			self::complain( __( 'The address for mail is none: no mail is sent.', 'relbutton' ) );
		}
		$secret = $text( 'webhook_secret' );
		if ( '' !== $secret && null === Webhook::bytes_of( $secret ) ) {
			self::complain( __( 'The secret of a webhook is whsec_ and 24 to 64 bytes in base64: nothing is posted.', 'relbutton' ) );
			$secret = '';
		}
		return array(
			'name'           => sanitize_text_field( $text( 'name' ) ),
			'accepts'        => array_values( array_intersect( Agreements::IDS, (array) ( $given['accepts'] ?? array() ) ) ),
			'decide'         => 'ask' === $text( 'decide' ) ? 'ask' : 'accept',
			'terms'          => esc_url_raw( $text( 'terms' ), array( 'http', 'https' ) ),
			'link'           => esc_url_raw( $text( 'link' ), array( 'http', 'https', 'mailto' ) ),
			'mail'           => $mail,
			'webhook_url'    => esc_url_raw( $text( 'webhook_url' ), array( 'http', 'https' ) ),
			'webhook_secret' => $secret,
			'delete_records' => ! empty( $given['delete_records'] ),
		);
	}

	/** Shows a sentence above the form, where there is one. */
	private static function complain( string $sentence ): void {
		if ( function_exists( 'add_settings_error' ) ) {
			add_settings_error( self::OPTION, md5( $sentence ), $sentence );
		}
	}
}

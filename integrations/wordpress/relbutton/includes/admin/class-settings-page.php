<?php
/**
 * The page of settings.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Settings_Page {
	/** Tells WordPress how to check the settings. */
	public static function register(): void {
		register_setting( 'relbutton', Settings::OPTION, array( 'sanitize_callback' => array( Settings::class, 'sanitized' ) ) );
	}

	/** Writes the page. */
	public static function render(): void {
		printf( '<div class="wrap"><h1>%s</h1>', esc_html__( 'Relbutton', 'relbutton' ) );
		Admin::notice();
		settings_errors( Settings::OPTION );
		self::health();
		echo '<form method="post" action="options.php">';
		settings_fields( 'relbutton' );
		echo '<table class="form-table" role="presentation">';
		self::text( 'name', __( 'Your name', 'relbutton' ), get_bloginfo( 'name' ) );
		self::agreements();
		self::choice();
		self::text( 'link', __( 'Link for visitors without an agent', 'relbutton' ), Settings::link() );
		self::text( 'terms', __( 'Address of your own terms', 'relbutton' ), '' );
		self::text( 'mail', __( 'Mail me at', 'relbutton' ), __( 'no mail', 'relbutton' ) );
		self::text( 'webhook_url', __( 'Webhook: address', 'relbutton' ), '' );
		self::text( 'webhook_secret', __( 'Webhook: secret', 'relbutton' ), 'whsec_…' );
		$delete = sprintf( '<label><input type="checkbox" name="%s[delete_records]" value="1" %s> %s</label>', Settings::OPTION, checked( Settings::get( 'delete_records' ), true, false ), esc_html__( 'Delete all records and the key with the plugin. They are the only proof of what was agreed: export them first.', 'relbutton' ) );
		self::row( __( 'When the plugin is deleted', 'relbutton' ), $delete );
		echo '</table>';
		submit_button();
		echo '</form></div>';
	}

	/** @param string $html Escaped. */
	private static function row( string $label, string $html ): void {
		printf( '<tr><th scope="row">%s</th><td>%s</td></tr>', esc_html( $label ), $html ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped above.
	}

	private static function text( string $name, string $label, string $placeholder ): void {
		$type = 'webhook_secret' === $name ? 'password' : 'text';
		self::row( $label, sprintf( '<input type="%s" class="regular-text" autocomplete="off" aria-label="%s" name="%s[%s]" value="%s" placeholder="%s">', $type, esc_attr( $label ), Settings::OPTION, $name, esc_attr( Settings::get( $name ) ), esc_attr( $placeholder ) ) );
	}

	private static function agreements(): void {
		$html = '';
		foreach ( Agreements::IDS as $id ) {
			$html .= sprintf( '<label><input type="checkbox" name="%s[accepts][]" value="%s" %s> <a href="%s">%s</a></label><br>', Settings::OPTION, esc_attr( $id ), checked( in_array( $id, Settings::accepts(), true ), true, false ), esc_url( Agreements::url( $id ) ), esc_html( $id ) );
		}
		self::row( __( 'Agreements that you accept', 'relbutton' ), $html );
	}

	private static function choice(): void {
		$html = '';
		foreach ( array( 'accept' => __( 'Accept them at once', 'relbutton' ), 'ask' => __( 'Ask me: I decide each one here', 'relbutton' ) ) as $value => $label ) {
			$html .= sprintf( '<label><input type="radio" name="%s[decide]" value="%s" %s> %s</label><br>', Settings::OPTION, $value, checked( Settings::get( 'decide' ), $value, false ), esc_html( $label ) );
		}
		self::row( __( 'Proposals under these', 'relbutton' ), $html );
	}

	/** Says whether agents can find this site, and what to do where they cannot. The browser asks: it sees what the world sees. */
	private static function health(): void {
		$files = array();
		foreach ( ( new Well_Known( Plugin::options() ) )->files() as $path => $file ) {
			$files[ Settings::origin() . $path ] = isset( $file['effective_date'] ) ? null : Json::write( $file );
		}
		printf( '<h2>%s</h2>', esc_html__( 'Can agents find you?', 'relbutton' ) );
		if ( 1 !== preg_match( '/^(https:|http:\/\/(localhost|127\.0\.0\.1)(:|$))/', Settings::origin() ) ) {
			printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html__( 'The address of this site begins with http. Browsers let nobody relate there: the button stays a link. Give your site a certificate, and change both addresses under Settings, General.', 'relbutton' ) );
		}
		printf( '<ul id="relbutton-health" data-files="%s" data-good="%s" data-bad="%s">', esc_attr( Json::write( $files ) ), esc_attr__( 'found', 'relbutton' ), esc_attr__( 'not found, or something else is there: see below', 'relbutton' ) );
		foreach ( $files as $url => $text ) {
			printf( '<li><a href="%s">%s</a> <span></span></li>', esc_url( $url ), esc_html( $url ) );
		}
		echo '</ul>';
		self::help();
		wp_enqueue_script( 'relbutton-health', plugins_url( 'block/health.js', RELBUTTON_FILE ), array(), '0.1.0', true );
	}

	private static function help(): void {
		$index = Settings::path() . '/index.php?relbutton=$1.json';
		printf( '<details><summary>%s</summary><p>%s</p>', esc_html__( 'A file is not found', 'relbutton' ), esc_html__( 'Your host does not pass these addresses to WordPress: the site is in a folder, has plain permalinks, or the host keeps /.well-known for itself. Ask the host for one of these rules at the root of the domain:', 'relbutton' ) );
		printf( '<p>Apache, .htaccess:</p><pre>RewriteEngine On%sRewriteRule ^\.well-known/(relbutton|jwks|myterms)\.json$ %s [L]</pre>', "\n", esc_html( $index ) );
		printf( '<p>nginx:</p><pre>rewrite ^/\.well-known/(relbutton|jwks|myterms)\.json$ %s last;</pre>', esc_html( $index ) );
		printf( '<p>%s ', esc_html__( 'Or save these three in the folder .well-known at the root, again after each change of the settings:', 'relbutton' ) );
		foreach ( array( 'relbutton', 'jwks', 'myterms' ) as $name ) {
			printf( '<a download="%1$s.json" href="%2$s">%1$s.json</a> ', esc_attr( $name ), esc_url( add_query_arg( 'relbutton', "$name.json", home_url( '/' ) ) ) );
		}
		echo '</p></details>';
	}
}

<?php
/**
 * Installs and uninstalls the plugin.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Installer {
	/** A function of each extension that the protocol needs, by its name. */
	private const EXTENSIONS = array( 'openssl' => 'openssl_verify', 'sodium' => 'sodium_crypto_sign_verify_detached', 'json' => 'json_encode' );

	/** Makes the tables and the key. */
	public static function activate(): void {
		$missing = array_keys( array_filter( self::EXTENSIONS, static fn( $name ) => ! function_exists( $name ) ) );
		if ( $missing ) {
			/* translators: %s: names of PHP extensions */
			wp_die( esc_html( sprintf( __( 'Relbutton needs these extensions of PHP, which are not there: %s. Ask your host to turn them on.', 'relbutton' ), implode( ', ', $missing ) ) ) );
		}
		$store = Plugin::store();
		global $wpdb;
		$store->database->prepare_tables( $wpdb->prefix );
		if ( ! get_option( 'relbutton_key' ) && ! defined( 'RELBUTTON_KEY' ) ) {
			// Not loaded with every page.
			add_option( 'relbutton_key', Vendor_Key::create(), '', 'no' );
		}
		add_option( 'relbutton_since', time() );
		add_option( Settings::OPTION, array( 'mail' => get_option( 'admin_email' ) ) );
	}

	/** Stops deliveries. What waits stays in the outbox. */
	public static function deactivate(): void {
		wp_clear_scheduled_hook( Delivery::HOOK );
	}

	/** Deletes everything, if the settings say so. */
	public static function uninstall(): void {
		if ( ! Settings::get( 'delete_records' ) ) {
			return;
		}
		$store = Plugin::store();
		foreach ( Tables::NAMES as $name ) {
			$store->database->run( "DROP TABLE IF EXISTS {$store->prefix}$name" );
		}
		foreach ( array( 'relbutton_key', 'relbutton_former_keys', 'relbutton_since', Settings::OPTION ) as $option ) {
			delete_option( $option );
		}
	}
}

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
		try {
			self::make_tables();
		} catch ( Database_Error $error ) {
			/* translators: %s: an error of the database */
			wp_die( esc_html( sprintf( __( 'Relbutton could not make its tables. Ask your host for the right CREATE, and for InnoDB. The database says: %s', 'relbutton' ), $error->getMessage() ) ) );
		}
		if ( ! get_option( 'relbutton_key' ) && ! defined( 'RELBUTTON_KEY' ) ) {
			// Not loaded with every page.
			add_option( 'relbutton_key', Vendor_Key::create(), '', 'no' );
		}
		add_option( 'relbutton_since', time() );
		add_option( Settings::OPTION, array( 'mail' => get_option( 'admin_email' ) ) );
	}

	/** Makes the tables of a new version of the plugin, which comes without an activation. */
	public static function update(): void {
		if ( Tables::VERSION === (int) get_option( 'relbutton_tables' ) ) {
			return;
		}
		try {
			self::make_tables();
		} catch ( Database_Error $error ) {
			// The rest of the site goes on.
			error_log( 'relbutton: ' . $error->getMessage() );
		}
	}

	private static function make_tables(): void {
		global $wpdb;
		Plugin::store()->database->prepare_tables( $wpdb->prefix );
		update_option( 'relbutton_tables', Tables::VERSION );
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
		foreach ( array( 'relbutton_key', 'relbutton_former_keys', 'relbutton_since', 'relbutton_tables', Settings::OPTION ) as $option ) {
			delete_option( $option );
		}
	}
}

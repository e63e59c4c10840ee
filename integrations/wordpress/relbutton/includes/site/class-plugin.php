<?php
/**
 * The plugin's place in WordPress.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Plugin {
	/** Adds the plugin's parts to WordPress. */
	public static function start(): void {
		add_action( 'init', array( Installer::class, 'update' ), -1 );
		// Before themes and canonical redirects.
		add_action( 'init', array( Routes::class, 'answer' ), 0 );
		add_action( 'init', array( Button::class, 'register' ) );
		add_action( Delivery::HOOK, array( Delivery::class, 'deliver' ) );
		add_action( 'deleted_user', array( Accounts::class, 'forget_account' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( Privacy::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( Privacy::class, 'add_eraser' ) );
		add_action( 'admin_menu', array( Admin::class, 'add_pages' ) );
		add_action( 'admin_init', array( Settings_Page::class, 'register' ) );
		add_action( 'admin_post_relbutton_say', array( Actions::class, 'say' ) );
		add_action( 'admin_post_relbutton_decide', array( Actions::class, 'decide' ) );
		add_action( 'admin_post_relbutton_export', array( Actions::class, 'export' ) );
		add_action( 'admin_post_relbutton_resend', array( Actions::class, 'resend' ) );
		add_filter( 'site_status_tests', array( Health::class, 'add_tests' ) );
		add_action( 'rest_api_init', array( Health::class, 'add_route' ) );
		add_action( 'admin_post_relbutton_import', array( Actions::class, 'import' ) );
	}

	/** Returns the store in the database of WordPress. */
	public static function store(): Store {
		global $wpdb;
		return new Store( new Wpdb_Database( $wpdb ), $wpdb->prefix );
	}

	/** Returns the vendor as the settings make it. */
	public static function options(): Options {
		$options                  = new Options( Settings::origin(), Settings::name(), Settings::accepts(), Settings::key(), self::store() );
		$options->former_keys     = get_option( 'relbutton_former_keys', array() );
		$options->endpoint        = Settings::endpoint();
		$options->terms           = Settings::get( 'terms' ) ?: null;
		$options->since           = (int) get_option( 'relbutton_since', time() );
		$options->messages        = Delivery::kinds();
		$options->check_challenge = array( Accounts::class, 'use_challenge' );
		$options->erase           = array( Accounts::class, 'erase' );
		if ( 'ask' === Settings::get( 'decide' ) || has_filter( 'relbutton_decide' ) ) {
			$options->decide = static function ( array $claims ) {
				$is_accepted = in_array( $claims['agreement'], Settings::accepts(), true );
				$decision    = ! $is_accepted ? 'refuse' : ( 'ask' === Settings::get( 'decide' ) ? 'pending' : 'accept' );
				/** Filters the answer to a proposal: `accept`, `refuse`, `pending` or `array( 'counter' => id )`. */
				return apply_filters( 'relbutton_decide', $decision, $claims );
			};
		}
		if ( has_filter( 'relbutton_held' ) ) {
			/** Filters the other data that the site holds about a customer who asks for an export. */
			$options->held = static fn( string $iss ) => apply_filters( 'relbutton_held', null, $iss );
		}
		return $options;
	}
}

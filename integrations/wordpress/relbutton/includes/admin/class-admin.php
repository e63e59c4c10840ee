<?php
/**
 * The pages of the owner.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Admin {
	public const PAGE = 'relbutton';

	/** Returns the capability that the pages and the actions need. */
	public static function capability(): string {
		/** Filters the capability that relationships need. */
		return apply_filters( 'relbutton_capability', 'manage_options' );
	}

	/** Adds the pages to the menu. */
	public static function add_pages(): void {
		$may = self::capability();
		add_menu_page( __( 'Relationships', 'relbutton' ), __( 'Relbutton', 'relbutton' ), $may, self::PAGE, array( Relationships_Page::class, 'render' ), 'dashicons-groups' );
		add_submenu_page( self::PAGE, __( 'Undelivered', 'relbutton' ), __( 'Undelivered', 'relbutton' ), $may, 'relbutton-letters', array( Letters_Page::class, 'render' ) );
		add_submenu_page( self::PAGE, __( 'Export', 'relbutton' ), __( 'Export', 'relbutton' ), $may, 'relbutton-export', array( Export_Page::class, 'render' ) );
		add_submenu_page( self::PAGE, __( 'Settings', 'relbutton' ), __( 'Settings', 'relbutton' ), 'manage_options', 'relbutton-settings', array( Settings_Page::class, 'render' ) );
	}

	/** Returns the address of a relationship; of the list of those to decide for `''`. */
	public static function url( string $iss = '', array $more = array() ): string {
		$query = '' === $iss ? array( 'status' => 'open' ) : array( 'iss' => $iss );
		return add_query_arg( array( 'page' => self::PAGE ) + $more + $query, admin_url( 'admin.php' ) );
	}

	/** Begins a form that does something. Its nonce is for this relationship alone. */
	public static function begin_form( string $action, string $iss = '', string $more = '' ): void {
		// PHP drops the fields of a form that is too large. The address still says which one it is.
		printf( '<form method="post" action="%s" %s>', esc_url( admin_url( "admin-post.php?action=relbutton_$action" ) ), $more ); // phpcs:ignore WordPress.Security.EscapeOutput -- the plugin's own.
		wp_nonce_field( "relbutton_$action$iss" );
		if ( '' !== $iss ) {
			printf( '<input type="hidden" name="iss" value="%s">', esc_attr( $iss ) );
		}
	}

	/** Shows what an action told, and what keeps the plugin from its work. */
	public static function notice(): void {
		$fault = Health::key_fault();
		if ( '' !== $fault ) {
			printf( '<div class="notice notice-error"><p>%s</p></div>', esc_html( $fault ) );
		}
		$code = isset( $_GET['told'] ) ? sanitize_key( $_GET['told'] ) : ''; // phpcs:ignore WordPress.Security.NonceVerification -- it only shows a sentence.
		if ( '' === $code ) {
			return;
		}
		$sentence = Refusal::SENTENCES[ $code ] ?? __( 'Done.', 'relbutton' );
		printf( '<div class="notice %s is-dismissible"><p>%s</p></div>', isset( Refusal::SENTENCES[ $code ] ) ? 'notice-error' : 'notice-success', esc_html( $sentence ) );
	}

	/** The fields that need no name before them. */
	private const MAIN = array( 'text', 'need', 'what', 'note', 'reason' );

	/** Writes what a record says, for a person. */
	public static function words_of( array $claims ): string {
		$words = array();
		foreach ( $claims['body'] ?? array() as $name => $value ) {
			if ( 'credential' !== $name && 're' !== $name ) {
				$words[] = ( in_array( $name, self::MAIN, true ) ? '' : "$name: " ) . ( is_array( $value ) ? implode( ' ', $value ) : ( true === $value ? 'true' : $value ) );
			}
		}
		return implode( "\n", $words );
	}
}

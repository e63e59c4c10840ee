<?php
/**
 * The page of files.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Export_Page {
	/** Writes the page. */
	public static function render(): void {
		$name = 'relbutton_told_' . get_current_user_id();
		$told = get_transient( $name );
		delete_transient( $name );
		printf( '<div class="wrap"><h1>%s</h1>', esc_html__( 'Export', 'relbutton' ) );
		if ( is_string( $told ) ) {
			printf( '<div class="notice notice-info"><p>%s</p></div>', esc_html( $told ) );
		}
		printf( '<p>%s</p>', esc_html__( 'All records, for other systems. Your key is in no file.', 'relbutton' ) );
		Admin::begin_form( 'export' );
		echo '<button class="button" name="format" value="csv">CSV</button> <button class="button" name="format" value="json-ld">JSON-LD</button></form>';
		printf( '<h2>%s</h2><p>%s</p>', esc_html__( 'Import', 'relbutton' ), esc_html__( 'A file of your own records, .csv or .jsonld. Each signature is checked, and what is there already is left.', 'relbutton' ) );
		/* translators: %s: a size, such as 2 MB */
		printf( '<p>%s</p>', esc_html( sprintf( __( 'Your host takes files up to %s.', 'relbutton' ), size_format( wp_max_upload_size() ) ) ) );
		Admin::begin_form( 'import', '', 'enctype="multipart/form-data"' );
		printf( '<input type="file" name="file" accept=".csv,.jsonld,.json" required> <button class="button">%s</button></form></div>', esc_html__( 'Import', 'relbutton' ) );
	}
}

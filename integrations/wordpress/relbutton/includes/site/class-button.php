<?php
/**
 * The button in pages.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** The block `relbutton/button` and the shortcode `[relbutton]`, with the same attributes. */
final class Button {
	/** The attributes of the look, each with its values. */
	private const LOOK = array(
		'size'       => array( 'small', 'medium', 'large' ),
		'appearance' => array( 'solid', 'outline', 'plain', 'sign' ),
		'no-agent'   => array( 'panel', 'follow' ),
	);

	private const LANGUAGES = array( 'ar', 'de', 'es', 'fr', 'ja', 'pt', 'zh' );

	/** Registers the block, the shortcode and the files. */
	public static function register(): void {
		$folder = plugins_url( 'assets', RELBUTTON_FILE );
		wp_register_script( 'relbutton', "$folder/relbutton.min.js", array(), null, true );
		wp_register_style( 'relbutton', "$folder/relbutton.css", array(), null );
		foreach ( self::LANGUAGES as $language ) {
			wp_register_script( "relbutton-$language", "$folder/relbutton.$language.js", array( 'relbutton' ), null, true );
		}
		add_filter( 'script_loader_tag', array( self::class, 'as_module' ), 10, 2 );
		add_filter( 'style_loader_tag', array( self::class, 'with_integrity' ), 10, 2 );
		register_block_type( dirname( RELBUTTON_FILE ) . '/block', array( 'render_callback' => array( self::class, 'block' ) ) );
		add_shortcode( 'relbutton', array( self::class, 'shortcode' ) );
	}

	/** Renders the block. */
	public static function block( array $attributes ): string {
		$given = array();
		foreach ( $attributes as $name => $value ) {
			$given[ 'noAgent' === $name ? 'no-agent' : $name ] = $value;
		}
		return self::html( $given, get_block_wrapper_attributes() );
	}

	/** Renders the shortcode. @param array|string $attributes As WordPress gives them. */
	public static function shortcode( $attributes ): string {
		return self::html( is_array( $attributes ) ? $attributes : array(), 'class="wp-block-relbutton-button"' );
	}

	/** @param string $wrapper The attributes of the block around the button: themes lay out blocks, not inline elements. */
	private static function html( array $given, string $wrapper ): string {
		self::enqueue();
		/* translators: %s: name of the site */
		$label      = is_string( $given['label'] ?? null ) && '' !== $given['label'] ? $given['label'] : sprintf( __( 'Relate with %s', 'relbutton' ), Settings::name() );
		$attributes = array( 'vendor-name' => Settings::name(), 'accepts' => implode( ' ', Settings::accepts() ), 'endpoint' => Settings::endpoint() );
		foreach ( self::LOOK as $name => $values ) {
			if ( in_array( $given[ $name ] ?? null, $values, true ) ) {
				$attributes[ $name ] = $given[ $name ];
			}
		}
		if ( is_string( $given['acts'] ?? null ) && '' !== trim( $given['acts'] ) ) {
			$attributes['acts'] = $given['acts'];
		}
		$html = '';
		foreach ( $attributes + Accounts::attributes() as $name => $value ) {
			$html .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
		}
		return sprintf( '<div %s><rel-button%s><a href="%s">%s</a></rel-button></div>', $wrapper, $html, esc_url( Settings::link(), array( 'http', 'https', 'mailto' ) ), esc_html( $label ) );
	}

	private static function enqueue(): void {
		wp_enqueue_script( 'relbutton' );
		wp_enqueue_style( 'relbutton' );
		$language = substr( get_locale(), 0, 2 );
		if ( in_array( $language, self::LANGUAGES, true ) ) {
			wp_enqueue_script( "relbutton-$language" );
		}
	}

	/** Makes the plugin's scripts modules, with their integrity. */
	public static function as_module( string $tag, string $handle ): string {
		return self::is_own( $handle ) ? self::with_integrity( str_replace( array( " type='text/javascript'", ' src=' ), array( '', ' type="module" src=' ), $tag ), $handle ) : $tag;
	}

	/** Adds the integrity of a file to its tag. */
	public static function with_integrity( string $tag, string $handle ): string {
		if ( ! self::is_own( $handle ) || 1 !== preg_match( '/relbutton\.(?:min\.js|css|[a-z]{2}\.js)/', $tag, $found ) ) {
			return $tag;
		}
		static $hashes;
		$hashes = $hashes ?? json_decode( file_get_contents( dirname( RELBUTTON_FILE ) . '/assets/sri.json' ), true );
		$hash   = esc_attr( $hashes[ $found[0] ] ?? '' );
		return preg_replace( '/ (src|href)=/', " integrity=\"$hash\" crossorigin=\"anonymous\" $1=", $tag, 1 );
	}

	private static function is_own( string $handle ): bool {
		return 'relbutton' === $handle || 0 === strpos( $handle, 'relbutton-' ) && in_array( substr( $handle, 10 ), self::LANGUAGES, true );
	}
}

<?php
/**
 * Loads the classes of the plugin by their names.
 *
 * @package Relbutton
 */

namespace Relbutton;

spl_autoload_register(
	static function ( string $name ): void {
		if ( 0 !== strpos( $name, __NAMESPACE__ . '\\' ) ) {
			return;
		}
		$file = strtolower( str_replace( '_', '-', substr( $name, strlen( __NAMESPACE__ ) + 1 ) ) );
		foreach ( array( 'protocol', 'store', 'server', 'site', 'admin' ) as $folder ) {
			foreach ( array( 'class', 'interface', 'trait' ) as $kind ) {
				$path = __DIR__ . "/$folder/$kind-$file.php";
				if ( is_file( $path ) ) {
					require_once $path;
					return;
				}
			}
		}
	}
);

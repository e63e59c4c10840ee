<?php
/**
 * Reads files of records.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Reads the files that `Portable` writes, and those of other programs, part by part: it holds one row or one node at a time. */
final class File_Reader {
	/** The longest row of a table or node of a graph, in bytes. */
	private const LONGEST = 4194304;

	/** The number of bytes that are read at a time. */
	private const PART = 65536;

	/** The form of a file that is none. */
	private const NO_GRAPH = 'This is not JSON-LD with an @graph.';

	/**
	 * Reads the records in a file.
	 *
	 * @param resource $file   Open.
	 * @param string   $format `csv` or `json-ld`.
	 * @return \Generator Their texts, unchecked.
	 * @throws \InvalidArgumentException If the file has another form.
	 */
	public static function records( $file, string $format ): \Generator {
		yield from 'csv' === $format ? self::in_table( $file ) : self::in_graph( $file );
	}

	/** @param resource $file Open. */
	private static function in_table( $file ): \Generator {
		$head   = fgetcsv( $file, self::LONGEST, ',', '"', '' );
		$column = is_array( $head ) ? array_search( 'record', $head, true ) : false;
		if ( false === $column ) {
			throw new \InvalidArgumentException( 'This table has no column named record.' );
		}
		while ( true ) {
			$row = fgetcsv( $file, self::LONGEST, ',', '"', '' );
			if ( false === $row ) {
				return;
			}
			if ( '' !== ( $row[ $column ] ?? '' ) ) {
				yield $row[ $column ];
			}
		}
	}

	/** Reads the objects in the array `@graph` of a JSON text. @param resource $file Open. */
	private static function in_graph( $file ): \Generator {
		$open      = array();
		$key       = '';
		$string    = '';
		$node      = '';
		$is_string = false;
		$escaped   = false;
		$is_graph  = false;
		$was_graph = false;
		while ( ! feof( $file ) ) {
			preg_match_all( '/"|\\\\|[{}\[\],:]|[^"\\\\{}\[\],:]+/', (string) fread( $file, self::PART ), $tokens );
			foreach ( $tokens[0] as $token ) {
				if ( $is_graph && count( $open ) > 2 ) {
					$node .= $token;
					if ( strlen( $node ) > self::LONGEST ) {
						throw new \InvalidArgumentException( 'A node of this file is longer than ' . self::LONGEST . ' bytes.' );
					}
				}
				if ( $escaped || $is_string && '"' !== $token ) {
					$escaped = ! $escaped && '\\' === $token;
					$string  = strlen( $string ) < self::PART ? $string . $token : $string;
				} elseif ( '"' === $token ) {
					$is_string = ! $is_string;
					$string    = $is_string ? '' : $string;
				} elseif ( ':' === $token && 1 === count( $open ) ) {
					$key = $string;
				} elseif ( '{' === $token || '[' === $token ) {
					$open[] = $token;
					if ( 2 === count( $open ) ) {
						$is_graph = array( '{', '[' ) === $open && '@graph' === $key;
					} elseif ( 3 === count( $open ) ) {
						$node = $token;
					}
					$was_graph = $was_graph || $is_graph;
				} elseif ( '}' === $token || ']' === $token ) {
					array_pop( $open );
					if ( $is_graph && 2 === count( $open ) && '' !== $node ) {
						yield from self::in_node( $node );
						$node = '';
					}
				}
			}
		}
		if ( $open || $is_string || ! $was_graph ) {
			throw new \InvalidArgumentException( self::NO_GRAPH );
		}
	}

	private static function in_node( string $node ): \Generator {
		$value = json_decode( $node, true, 64 );
		if ( JSON_ERROR_NONE !== json_last_error() ) {
			throw new \InvalidArgumentException( self::NO_GRAPH );
		}
		if ( is_array( $value ) && is_string( $value['rel:record'] ?? null ) ) {
			yield $value['rel:record'];
		}
	}
}

<?php
/**
 * Records as files for other systems.
 *
 * @package Relbutton
 */

namespace Relbutton;

/**
 * Writes CSV for tables, and JSON-LD in the vocabulary of IEEE 7012 by the W3C's DPV group. The other columns are for people; only the
 * record is read back. The vendor's key is in no file.
 */
final class Portable {
	private const CONTEXT = array(
		'dct'                  => 'http://purl.org/dc/terms/',
		'dpv'                  => 'https://w3id.org/dpv#',
		'p7012'                => 'https://w3id.org/dpv/standards/p7012#',
		'xsd'                  => 'http://www.w3.org/2001/XMLSchema#',
		'rel'                  => 'urn:relbutton:',
		'dct:created'          => array( '@type' => 'xsd:dateTime' ),
		'p7012:hasSecondParty' => array( '@type' => '@id' ),
		'p7012:hasFirstParty'  => array( '@type' => '@id' ),
	);

	/** The columns for people before those of the bodies. */
	private const COLUMNS = array( 'customer', 'vendor', 'time', 'side', 'act', 'agreement', 'status', 'hash', 'prev' );

	/**
	 * Writes entries.
	 *
	 * @param iterable $entries As `Store` has them.
	 * @param string   $format  `csv` or `json-ld`.
	 * @return \Generator The text of the file, in parts.
	 */
	public static function write( iterable $entries, string $format ): \Generator {
		$is_table = 'csv' === $format;
		$columns  = array_merge( self::COLUMNS, Bodies::names() );
		yield $is_table ? implode( ',', $columns ) . ",record\r\n" : "{\n\"@context\": " . Json::write( self::CONTEXT, true ) . ",\n\"@graph\": [";
		$before = "\n";
		foreach ( $entries as $entry ) {
			$claims = Entries::claims( $entry );
			if ( null === $claims ) {
				continue;
			}
			yield $is_table ? self::row( $entry, $claims, $columns ) . "\r\n" : $before . Json::write( self::node( $entry, $claims ), true );
			$before = ",\n";
		}
		if ( ! $is_table ) {
			yield "\n]\n}\n";
		}
	}

	/** Returns the agreement's status in the vocabulary; `null` if the entry does not change it. */
	private static function status_of( array $entry, array $claims ): ?string {
		if ( isset( $entry['answer']['pending'] ) ) {
			return 'AgreementNegotiationConfirmationRequired';
		}
		if ( isset( $entry['answer']['counter'] ) ) {
			return 'AgreementNegotiationCounterOfferMade';
		}
		if ( null === $entry['record'] ) {
			return 'AgreementRefused';
		}
		$by_act = array( 'pause' => 'AgreementNegotiationPaused', 'resume' => 'AgreementAccepted', 'leave' => 'AgreementNegotiationTerminated' );
		return Rules::is_proposal( $claims ) ? 'AgreementAccepted' : $by_act[ $claims['act'] ] ?? null;
	}

	/** Returns the fields of a record's body as text, by name. */
	private static function fields_of( array $claims ): array {
		$body  = $claims['body'] ?? array();
		$said  = array_merge( $body, $body['budget'] ?? array() );
		$found = array();
		foreach ( Bodies::names() as $name ) {
			if ( isset( $said[ $name ] ) ) {
				$found[ $name ] = true === $said[ $name ] ? 'true' : $said[ $name ];
			}
		}
		return $found;
	}

	private static function row( array $entry, array $claims, array $columns ): string {
		$cells  = array(
			'customer'  => $entry['iss'],
			'vendor'    => Claims::vendor( $claims ),
			'time'      => Times::write( $claims['iat'] ),
			'side'      => Claims::side( $claims ),
			'act'       => $claims['act'],
			'agreement' => $claims['agreement'] ?? '',
			'status'    => self::status_of( $entry, $claims ) ?? '',
			'hash'      => $entry['hash'],
			'prev'      => $claims['prev'] ?? '',
		) + self::fields_of( $claims );
		$row    = array_map( static fn( $column ) => self::inert( $cells[ $column ] ?? '' ), $columns );
		$row[]  = $entry['record'] ?? '';
		$quoted = static fn( $cell ) => '"' . str_replace( '"', '""', $cell ) . '"';
		return implode( ',', array_map( $quoted, $row ) );
	}

	/** Puts an apostrophe before a text that a spreadsheet would run as a formula. */
	private static function inert( string $cell ): string {
		return preg_replace( '/^(?:[=+\-@\t\r\n]|＝|＋|－|＠)/', "'\\0", $cell );
	}

	private static function record_id( string $hash ): string {
		return 'urn:relbutton:record:' . $hash;
	}

	private static function node( array $entry, array $claims ): array {
		$fields    = self::fields_of( $claims );
		$status    = self::status_of( $entry, $claims );
		$agreement = $claims['agreement'] ?? null;
		$node      = array(
			'@id'                  => self::record_id( $entry['hash'] ),
			'@type'                => 'p7012:AgreementInteractionRecord',
			'dct:created'          => Times::write( $claims['iat'] ),
			'p7012:hasFirstParty'  => 'urn:relbutton:customer:' . $entry['iss'],
			'p7012:hasSecondParty' => Claims::vendor( $claims ),
			'rel:act'              => $claims['act'],
			'rel:side'             => Claims::side( $claims ),
		);
		if ( Agreements::is_known( $agreement ) ) {
			$node['dct:conformsTo'] = array( '@id' => Agreements::url( $agreement ) );
		}
		if ( null !== $status ) {
			$node['dpv:hasStatus'] = array( '@id' => "p7012:$status" );
		}
		foreach ( $fields as $name => $value ) {
			if ( 're' !== $name ) {
				$node[ "rel:$name" ] = $value;
			}
		}
		if ( isset( $fields['re'] ) ) {
			$node['rel:re'] = array( '@id' => self::record_id( $fields['re'] ) );
		}
		if ( isset( $claims['prev'] ) ) {
			$node['rel:prev'] = array( '@id' => self::record_id( $claims['prev'] ) );
		}
		if ( null !== $entry['record'] ) {
			$node['rel:record'] = $entry['record'];
		}
		return $node;
	}
}

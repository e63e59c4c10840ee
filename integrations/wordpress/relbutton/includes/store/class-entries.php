<?php
/**
 * Entries of the store.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Makes entries, and turns them into rows: see `Store`. */
final class Entries {
	/** The column `answer` of an entry that awaits a decision. */
	public const PENDING = '{"pending":true}';

	/** Makes the entry of a record that is not decided yet. */
	public static function make( Jws $jws, array $claims, string $received ): array {
		$entry = array(
			'iss'      => Claims::customer( $claims ),
			'jti'      => $claims['jti'],
			'hash'     => $jws->hash(),
			'place'    => null,
			'received' => $received,
			'record'   => null,
			'answer'   => array(),
		);
		// Only a record by a passkey can name a credential.
		if ( 'relate' === $claims['act'] && isset( $claims['body']['credential'] ) && isset( $jws->header( 0 )['crit'] ) ) {
			$entry['credential'] = $claims['body']['credential'];
		}
		if ( 'revoke' === $claims['act'] && null !== Claims::re( $claims ) ) {
			$entry['revokes'] = Claims::re( $claims );
		}
		return $entry;
	}

	/** Returns the claims of an entry; `null` if it cannot be read. */
	public static function claims( array $entry ): ?array {
		try {
			$claims = Jws::parse( $entry['record'] ?? $entry['received'] )->claims();
		} catch ( Refusal $refusal ) {
			return null;
		}
		return is_array( $entry['answer'] ) && Claims::customer( $claims ) === $entry['iss'] ? $claims : null;
	}

	/** Returns the columns of an entry, in their order. */
	public static function to_row( array $entry ): array {
		return array(
			'iss'        => $entry['iss'],
			'jti'        => $entry['jti'],
			'hash'       => $entry['hash'],
			'place'      => $entry['place'],
			'received'   => $entry['received'],
			'record'     => $entry['record'],
			'answer'     => Json::write( (object) $entry['answer'] ),
			'credential' => $entry['credential'] ?? null,
			'revokes'    => $entry['revokes'] ?? null,
		);
	}

	public static function from_row( array $row ): array {
		$row['seq']    = (int) $row['seq'];
		$row['answer'] = json_decode( $row['answer'], true );
		return array_filter( $row, static fn( $value, $name ) => null !== $value || ! in_array( $name, array( 'credential', 'revokes' ), true ), ARRAY_FILTER_USE_BOTH );
	}
}

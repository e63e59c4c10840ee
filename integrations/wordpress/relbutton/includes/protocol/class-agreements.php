<?php
/**
 * The roster of standard-form agreements of IEEE 7012-2025.
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Agreements {
	/** The ids of the roster, in its order. */
	public const IDS = array(
		'SD-BASE',
		'SD-BASE-DP',
		'SD-BASE-A',
		'SD-BASE-A-DP',
		'SD-BASE-AT',
		'SD-BASE-AT-DP',
		'SD-BASE-ATP',
		'SD-BASE-ATP-DP',
		'SD-BASE-ATP-S3P',
		'SD-BASE-ATP-S3P-DP',
		'PDC-INTENT',
		'PDC-AI',
		'PDC-GOOD',
	);

	/** The agreement of every `intentcast`. */
	public const INTENT = 'PDC-INTENT';

	/** Returns the address of the official text, which decides. */
	public static function url( string $id ): string {
		return 'https://myterms.info/agreements/' . $id;
	}

	/** Returns whether an id is one of the roster. @param mixed $id Any value. */
	public static function is_known( $id ): bool {
		return in_array( $id, self::IDS, true );
	}
}

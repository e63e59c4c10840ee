<?php
/**
 * Times of records (RFC 3339).
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Times {
	/** A date, or a date-time (RFC 3339, section 5.6), without leap seconds and in capital letters. */
	private const RFC_3339 = '/^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d)))?$/D';

	private const DAY = 86400000;

	/**
	 * Reads a date or a date-time.
	 *
	 * @return int|null Milliseconds since 1970, for a date the end of that day in UTC; `null` for another text, or a day of no calendar.
	 */
	public static function end_of( string $text ): ?int {
		if ( 1 !== preg_match( self::RFC_3339, $text, $found ) ) {
			return null;
		}
		list( , $year, $month, $day ) = array_map( 'intval', $found );
		// `checkdate` knows no year 0, which has the days of the year 400.
		if ( ! checkdate( $month, $day, 0 === $year ? 400 : $year ) ) {
			return null;
		}
		$midnight = ( new \DateTimeImmutable( 'now', new \DateTimeZone( 'UTC' ) ) )->setDate( $year, $month, $day )->setTime( 0, 0 )->getTimestamp() * 1000;
		if ( ! isset( $found[4] ) ) {
			return $midnight + self::DAY;
		}
		$minutes = (int) $found[4] * 60 + (int) $found[5];
		if ( isset( $found[8] ) ) {
			$minutes -= (int) ( $found[8] . '1' ) * ( (int) $found[9] * 60 + (int) $found[10] );
		}
		$milliseconds = (int) substr( str_pad( $found[7] ?? '', 3, '0' ), 0, 3 );
		return $midnight + ( $minutes * 60 + (int) $found[6] ) * 1000 + $milliseconds;
	}

	/** Writes a time as an RFC 3339 date-time with milliseconds. @param int|float $seconds Since 1970. */
	public static function write( $seconds ): string {
		return gmdate( 'Y-m-d\TH:i:s', (int) $seconds ) . sprintf( '.%03dZ', (int) round( fmod( $seconds, 1 ) * 1000 ) % 1000 );
	}
}

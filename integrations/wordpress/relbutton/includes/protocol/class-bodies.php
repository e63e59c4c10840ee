<?php
/**
 * The bodies of the acts (contract, "Bodies").
 *
 * @package Relbutton
 */

namespace Relbutton;

final class Bodies {
	/** The currencies of ISO 4217 in which people pay. */
	public const CURRENCIES =
		'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP ' .
		'CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG ' .
		'HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL ' .
		'MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR ' .
		'RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD ' .
		'TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG';

	/** @var array|null The fields by act. */
	private static $shapes;

	/**
	 * Returns the fields of the body of an act.
	 *
	 * @return Field[] By key.
	 */
	public static function of( string $act ): array {
		self::$shapes = self::$shapes ?? self::make();
		return self::$shapes[ $act ];
	}

	/** Returns the names of the fields that people read, those of a budget among them. */
	public static function names(): array {
		$names = array();
		foreach ( array_keys( Acts::RULES ) as $act ) {
			foreach ( array_keys( self::of( $act ) ) as $key ) {
				$names[] = rtrim( $key, '?' );
			}
		}
		return array_values( array_diff( array_unique( $names ), array( 'budget', 'credential' ) ) );
	}

	private static function make(): array {
		$hash  = Field::pattern( Field::HASH );
		$reach = Field::reach();
		$time  = Field::time();
		$hold  = array( 'reason?' => Field::plain( 500 ) );
		$money = array(
			'amount'   => Field::pattern( '/^[0-9]{1,12}(?:\.[0-9]{1,4})?$/D', 'invalid_amount' ),
			'currency' => Field::one_of( explode( ' ', self::CURRENCIES ), 'unknown_currency' ),
		);
		return array(
			'relate'     => array( 'reach?' => $reach, 'credential?' => Field::pattern( Field::CREDENTIAL ) ),
			// Records of earlier versions can have any text of that length: `Rules` checks new ones.
			'converse'   => array( 'text' => Field::text( 4000, 'unreadable_text' ), 're?' => $hash, 'reach?' => $reach ),
			'intentcast' => array( 'need' => Field::words( 4000 ), 'budget?' => Field::shape( $money ), 'by?' => $time, 'reach?' => $reach ),
			'pledge'     => $money + array( 'per?' => Field::one_of( array( 'once', 'month', 'year' ) ), 'for?' => Field::words( 500 ) ),
			'receipt'    => array( 're' => $hash ) + $money + array( 'at' => $time ),
			'share'      => array( 'what' => Field::words( 4000 ), 'scope' => Field::words( 200 ), 'purpose' => Field::words( 500 ), 'until' => $time ),
			'revoke'     => array( 're' => $hash ),
			'regard'     => array( 'feels' => Field::one_of( array( 'fair', 'unsure', 'unfair' ) ), 'note?' => Field::words( 500 ) ),
			'pause'      => $hold,
			'resume'     => $hold,
			'export'     => array(),
			'leave'      => array( 'erase?' => Field::yes() ),
			'sync'       => array(),
		);
	}
}

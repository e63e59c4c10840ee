<?php
/**
 * Records that are no chain.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** The error for records that are no chain (contract, "The chain"). */
final class Chain_Fault extends \Exception {
	/** The sentence of each fault. */
	public const SENTENCES = array(
		'mixed'        => 'It belongs to another relationship than the rest.',
		'wrong_side'   => 'It is an act that its side cannot say, or one that is not kept.',
		'no_beginning' => 'It stands first, and is no relate under an agreement, nor an intentcast under PDC-INTENT.',
		'missing'      => 'It names a record that is not there.',
		'forked'       => 'It names the same record as another one does.',
		'after_leave'  => 'It follows a leave.',
		'unknown_re'   => 'It answers a record that is not there.',
		'own_re'       => 'It answers a record of its own side.',
		'wrong_re'     => 'It answers a record of another act: a receipt is for a pledge, and a revoke ends a share.',
		'revoked'      => 'It revokes a share for the second time.',
	);

	/** @var string A key of `SENTENCES`. */
	public $fault;

	/** @var string The hash of the record at fault. */
	public $hash;

	public function __construct( string $fault, string $hash ) {
		parent::__construct( self::SENTENCES[ $fault ] );
		$this->fault = $fault;
		$this->hash  = $hash;
	}
}

<?php
/**
 * The errors of a database.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** The database failed. */
class Database_Error extends \RuntimeException {
	/** @var bool Whether another process was in the way: the step can begin again. */
	public $is_deadlock = false;
}

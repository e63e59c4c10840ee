<?php
/**
 * The error for a row that is there already.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** A unique key has the row already. */
final class Duplicate_Row extends Database_Error {
}

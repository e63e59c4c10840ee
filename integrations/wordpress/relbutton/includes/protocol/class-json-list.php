<?php
/**
 * An array of JSON.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** An array of JSON, to be told from an object, which is read as a PHP array. */
final class Json_List implements \JsonSerializable {
	/** @var array The items. */
	public $items = array();

	public function jsonSerialize(): array {
		return $this->items;
	}
}

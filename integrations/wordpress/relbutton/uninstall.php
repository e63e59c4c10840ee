<?php
/**
 * Runs where the plugin is deleted. The records stay, unless the settings say otherwise: they are the only proof of what was agreed.
 *
 * @package Relbutton
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require __DIR__ . '/includes/autoload.php';
Relbutton\Installer::uninstall();

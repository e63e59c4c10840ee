<?php
/**
 * Plugin Name:       Relbutton
 * Description:       A button by which your visitors relate with you on agreed, signed terms, and the server that keeps the records.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      8.0
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       relbutton
 * Domain Path:       /languages
 *
 * @package Relbutton
 */

defined( 'ABSPATH' ) || exit;

define( 'RELBUTTON_FILE', __FILE__ );
require __DIR__ . '/includes/autoload.php';

register_activation_hook( __FILE__, array( 'Relbutton\Installer', 'activate' ) );
register_deactivation_hook( __FILE__, array( 'Relbutton\Installer', 'deactivate' ) );
Relbutton\Plugin::start();

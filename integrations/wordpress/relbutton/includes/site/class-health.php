<?php
/**
 * The tests of Site Health.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Tells the owner, under Tools, Site Health, what keeps the plugin from its work, and what to do. */
final class Health {
	/** The time limit of a request to this site, in seconds. */
	private const PATIENCE = 5;

	/** How late a delivery can be before WP-Cron counts as stopped, in seconds. */
	private const LATE = 900;

	/** Adds the tests. Those that send requests run one after another in the background. */
	public static function add_tests( array $tests ): array {
		$tests['direct']['relbutton_key']      = array( 'label' => __( 'Key of Relbutton', 'relbutton' ), 'test' => array( self::class, 'test_key' ) );
		$tests['direct']['relbutton_delivery'] = array( 'label' => __( 'Deliveries of Relbutton', 'relbutton' ), 'test' => array( self::class, 'test_delivery' ) );
		$tests['async']['relbutton_reach']     = array(
			'label'             => __( 'Addresses of Relbutton', 'relbutton' ),
			'test'              => rest_url( 'relbutton/v1/health' ),
			'has_rest'          => true,
			'async_direct_test' => array( self::class, 'test_reach' ),
		);
		return $tests;
	}

	/** Adds the address that runs the test in the background. */
	public static function add_route(): void {
		$may = static fn() => current_user_can( 'view_site_health_checks' );
		register_rest_route( 'relbutton/v1', '/health', array( 'methods' => 'GET', 'callback' => array( self::class, 'test_reach' ), 'permission_callback' => $may ) );
	}

	/** Says why the key cannot sign, and what to do; `''` if it can. */
	public static function key_fault(): string {
		if ( Vendor_Key::is_usable( Settings::key() ) ) {
			return '';
		}
		return defined( 'RELBUTTON_KEY' )
			? __( 'The constant RELBUTTON_KEY in wp-config.php is no private key (a JWK with kty, crv, x, y, d, alg and kid). Nothing can be agreed until it is. Copy the key from your backup.', 'relbutton' )
			: __( 'The option relbutton_key has no private key. Nothing can be agreed until it has. Restore it from your backup, or delete the option and activate the plugin again for a new key.', 'relbutton' );
	}

	/** Tests whether the key signs. */
	public static function test_key(): array {
		$fault = self::key_fault();
		return '' === $fault
			? self::result( 'relbutton_key', 'good', __( 'Relbutton can sign', 'relbutton' ), __( 'The key is there, and what it signs can be verified.', 'relbutton' ) )
			: self::result( 'relbutton_key', 'critical', __( 'Relbutton cannot sign', 'relbutton' ), $fault );
	}

	/** Tests whether changes reach the owner. */
	public static function test_delivery(): array {
		$outbox  = Delivery::outbox();
		$next    = $outbox->next_time();
		$failing = $outbox->failing();
		$to_page = sprintf( '<a href="%s">%s</a>', esc_url( Letters_Page::url() ), esc_html__( 'Undelivered changes', 'relbutton' ) );
		if ( null !== $next && $next < time() - self::LATE ) {
			$what = __( 'A change has been waiting for a quarter of an hour or more. WP-Cron runs when somebody visits the site, or not at all where DISABLE_WP_CRON is set: let a timer of your host call wp-cron.php every minute.', 'relbutton' );
			return self::result( 'relbutton_delivery', 'recommended', __( 'WP-Cron is late: Relbutton does not deliver', 'relbutton' ), $what );
		}
		if ( $outbox->dead( '', 1 ) ) {
			$what = __( 'Your mail server or your webhook did not take some changes for three days. Mend it, then send them again.', 'relbutton' );
			return self::result( 'relbutton_delivery', 'critical', __( 'Relbutton could not deliver some changes', 'relbutton' ), $what, $to_page );
		}
		if ( null !== $failing ) {
			/* translators: 1: mail or webhook, 2: number of tries, 3: an error */
			$what = sprintf( __( 'A %1$s failed %2$d times, and is tried again: %3$s', 'relbutton' ), $failing['kind'], $failing['attempts'], $failing['why'] );
			return self::result( 'relbutton_delivery', 'recommended', __( 'Relbutton’s deliveries fail', 'relbutton' ), $what, $to_page );
		}
		return self::result( 'relbutton_delivery', 'good', __( 'Relbutton delivers', 'relbutton' ), __( 'No change waits too long.', 'relbutton' ) );
	}

	/** Tests whether the endpoint and the well-known files can be reached. */
	public static function test_reach(): array {
		$endpoint = Settings::origin() . Settings::endpoint();
		$missing  = self::is_found( $endpoint, 'OPTIONS', 204 ) ? array() : array( $endpoint );
		foreach ( ( new Well_Known( Plugin::options() ) )->files() as $path => $file ) {
			// The time of one document is that of its request.
			if ( ! self::is_found( Settings::origin() . $path, 'GET', 200, isset( $file['effective_date'] ) ? '"effective_date"' : Json::write( $file ) ) ) {
				$missing[] = Settings::origin() . $path;
			}
		}
		if ( ! $missing ) {
			return self::result( 'relbutton_reach', 'good', __( 'Agents can find you', 'relbutton' ), __( 'The endpoint and the well-known files answer.', 'relbutton' ) );
		}
		$what = in_array( $endpoint, $missing, true )
			? __( 'The endpoint does not answer, so that nothing can be agreed. A page with the same address, a security plugin or a page cache may stand in its way: rename the page, or let these addresses through.', 'relbutton' )
			: __( 'Your host does not pass these addresses to WordPress. The page of settings has rules for Apache and nginx, and the files to save there by hand.', 'relbutton' );
		$list = '<ul><li>' . implode( '</li><li>', array_map( 'esc_html', $missing ) ) . '</li></ul>';
		$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'admin.php?page=relbutton-settings' ) ), esc_html__( 'Settings of Relbutton', 'relbutton' ) );
		return self::result( 'relbutton_reach', 'critical', __( 'Agents cannot find you', 'relbutton' ), $what, $list . $link );
	}

	private static function is_found( string $url, string $method, int $status, string $text = '' ): bool {
		$response = wp_remote_request( $url, array( 'method' => $method, 'timeout' => self::PATIENCE, 'redirection' => 0, 'sslverify' => false ) );
		return wp_remote_retrieve_response_code( $response ) === $status && ( '' === $text || false !== strpos( wp_remote_retrieve_body( $response ), $text ) );
	}

	/** @param string $actions HTML, escaped. */
	private static function result( string $test, string $status, string $label, string $what, string $actions = '' ): array {
		$badge = array( 'label' => 'Relbutton', 'color' => 'blue' );
		return array( 'test' => $test, 'status' => $status, 'label' => $label, 'badge' => $badge, 'description' => '<p>' . esc_html( $what ) . '</p>', 'actions' => $actions );
	}
}

<?php
/**
 * The page of changes that were not delivered.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Lists dead letters, 50 at a time, and sends them again. */
final class Letters_Page {
	private const PAGE = 50;

	/** Returns the address of the page. */
	public static function url( array $more = array() ): string {
		return add_query_arg( array( 'page' => 'relbutton-letters' ) + $more, admin_url( 'admin.php' ) );
	}

	/** Writes the page. */
	public static function render(): void {
		$outbox  = Delivery::outbox();
		$after   = isset( $_GET['after'] ) && is_string( $_GET['after'] ) ? wp_unslash( $_GET['after'] ) : ''; // phpcs:ignore WordPress.Security -- it only selects what is shown.
		$letters = $outbox->dead( $after, self::PAGE );
		printf( '<div class="wrap"><h1>%s</h1>', esc_html__( 'Undelivered', 'relbutton' ) );
		Admin::notice();
		self::failing( $outbox->failing() );
		/* translators: %d: number of tries */
		printf( '<p>%s</p>', esc_html( sprintf( __( 'Your mail server or your webhook did not take these changes in %d tries, three days. Mend it, and send them again.', 'relbutton' ), Outbox::TRIES ) ) );
		if ( $letters ) {
			Admin::begin_form( 'resend' );
			printf( '<p><button class="button button-primary" name="id" value="">%s</button></p>', esc_html__( 'Send all again', 'relbutton' ) );
			self::table( $letters );
			echo '</form>';
		} else {
			printf( '<p>%s</p>', esc_html__( 'None.', 'relbutton' ) );
		}
		if ( count( $letters ) === self::PAGE ) {
			printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( self::url( array( 'after' => end( $letters )['id'] ) ) ), esc_html__( 'Next 50', 'relbutton' ) );
		}
		echo '</div>';
	}

	private static function failing( ?array $failing ): void {
		if ( null !== $failing ) {
			/* translators: 1: mail or webhook, 2: number of tries, 3: an error */
			$sentence = sprintf( __( 'A %1$s failed %2$d times, and is tried again: %3$s', 'relbutton' ), $failing['kind'], $failing['attempts'], $failing['why'] );
			printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html( $sentence ) );
		}
	}

	private static function table( array $letters ): void {
		echo '<table class="widefat striped"><thead><tr>';
		foreach ( array( __( 'Time', 'relbutton' ), __( 'Customer', 'relbutton' ), __( 'Act', 'relbutton' ), __( 'By', 'relbutton' ), __( 'Why it failed', 'relbutton' ), '' ) as $column ) {
			printf( '<th scope="col">%s</th>', esc_html( $column ) );
		}
		echo '</tr></thead><tbody>';
		foreach ( $letters as $letter ) {
			printf(
				'<tr><td>%s</td><td><a href="%s">%s</a></td><td>%s</td><td>%s</td><td>%s</td><td><button class="button" name="id" value="%s">%s</button></td></tr>',
				esc_html( $letter['change']['occurredAt'] ),
				esc_url( Admin::url( $letter['iss'] ) ),
				esc_html( substr( $letter['iss'], 0, 12 ) . '…' ),
				esc_html( $letter['change']['act'] ),
				esc_html( $letter['kind'] ),
				esc_html( $letter['why'] ),
				esc_attr( $letter['id'] ),
				esc_html__( 'Send again', 'relbutton' )
			);
		}
		echo '</tbody></table>';
	}
}

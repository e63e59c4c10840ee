<?php
/**
 * The page of relationships.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Lists 50 relationships at a time, or shows one. */
final class Relationships_Page {
	private const PAGE = 50;

	/** Writes the page. */
	public static function render(): void {
		$iss = self::asked( 'iss' );
		echo '<div class="wrap">';
		Admin::notice();
		self::undelivered();
		if ( 1 === preg_match( Field::HASH, $iss ) ) {
			Relationship_Page::render( $iss );
		} else {
			self::table( self::asked( 'status' ), (int) self::asked( 'after' ) );
		}
		echo '</div>';
	}

	private static function undelivered(): void {
		if ( Delivery::outbox()->dead( '', 1 ) ) {
			printf( '<div class="notice notice-warning"><p><a href="%s">%s</a></p></div>', esc_url( Letters_Page::url() ), esc_html__( 'Some changes could not be delivered to you.', 'relbutton' ) );
		}
	}

	private static function asked( string $name ): string {
		$value = $_GET[ $name ] ?? ''; // phpcs:ignore WordPress.Security -- it only selects what is shown, and is checked.
		return is_string( $value ) ? $value : '';
	}

	private static function table( string $status, int $after ): void {
		$kinds = array( '' => __( 'All', 'relbutton' ), 'open' => __( 'To decide', 'relbutton' ), 'related' => __( 'Related', 'relbutton' ), 'paused' => __( 'On hold', 'relbutton' ), 'ended' => __( 'Ended', 'relbutton' ) );
		$kind  = isset( $kinds[ $status ] ) ? $status : '';
		$base  = array( 'page' => Admin::PAGE );
		printf( '<h1>%s</h1><ul class="subsubsub">', esc_html__( 'Relationships', 'relbutton' ) );
		foreach ( $kinds as $name => $label ) {
			printf( '<li><a href="%s"%s>%s</a> &nbsp; </li>', esc_url( add_query_arg( $base + array( 'status' => $name ), admin_url( 'admin.php' ) ) ), $name === $kind ? ' class="current" aria-current="page"' : '', esc_html( $label ) );
		}
		echo '</ul><table class="widefat striped"><thead><tr>';
		foreach ( array( __( 'Customer', 'relbutton' ), __( 'Status', 'relbutton' ), __( 'Agreement', 'relbutton' ), __( 'Since', 'relbutton' ), __( 'Records', 'relbutton' ) ) as $column ) {
			printf( '<th scope="col">%s</th>', esc_html( $column ) );
		}
		echo '</tr></thead><tbody>';
		$shown = 0;
		foreach ( Plugin::store()->relationships( $after, '' === $kind ? null : $kind ) as $one ) {
			// Nothing came of it: the customer proposed, and was refused.
			if ( 'offered' === State::status( $one['state'] ) ) {
				continue;
			}
			if ( self::PAGE === $shown ) {
				$next = add_query_arg( $base + array( 'status' => $kind, 'after' => $after ), admin_url( 'admin.php' ) );
				break;
			}
			++$shown;
			$after = $one['seq'];
			self::row( $one );
		}
		if ( 0 === $shown ) {
			printf( '<tr><td colspan="5">%s</td></tr>', esc_html__( 'None yet.', 'relbutton' ) );
		}
		echo '</tbody></table>';
		if ( isset( $next ) ) {
			printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( $next ), esc_html__( 'Next 50', 'relbutton' ) );
		}
	}

	private static function row( array $one ): void {
		$head    = $one['state']['head'] ?? array();
		$open    = $one['open'] ? Entries::claims( $one['open'] ) : null;
		$account = get_userdata( Accounts::account_of( $one['iss'] ) );
		$name    = $account ? $account->display_name : substr( $one['iss'], 0, 12 ) . '…';
		printf(
			'<tr><td><a href="%s">%s</a></td><td>%s</td><td>%s</td><td>%s</td><td>%d</td></tr>',
			esc_url( Admin::url( $one['iss'] ) ),
			esc_html( $name ),
			esc_html( State::status( $one['state'] ) . ( $open ? ' – ' . __( 'to decide', 'relbutton' ) : '' ) ),
			esc_html( $head['agreement'] ?? $open['agreement'] ?? '' ),
			esc_html( isset( $head['since'] ) ? wp_date( get_option( 'date_format' ), (int) $head['since'] ) : '' ),
			(int) array_sum( $head['counts'] ?? array() )
		);
	}
}

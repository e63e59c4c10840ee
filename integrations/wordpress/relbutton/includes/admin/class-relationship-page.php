<?php
/**
 * The page of one relationship.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Shows its threads and records, and what the owner can do. */
final class Relationship_Page {
	/** Writes the page. */
	public static function render( string $iss ): void {
		$store  = Plugin::store();
		$state  = $store->state( $iss );
		$chain  = ( new Reading( $store ) )->chain( $iss );
		$status = State::status( $state );
		printf( '<h1>%s</h1><p><code>%s</code> – <strong class="relbutton-status">%s</strong> %s</p>', esc_html__( 'Relationship', 'relbutton' ), esc_html( $iss ), esc_html( $status ), esc_html( $state['head']['agreement'] ?? '' ) );
		if ( null !== State::open( $state ) ) {
			self::decision( $iss, $store->entry( $iss, State::open( $state ) ) );
		}
		if ( 'related' === $status || 'paused' === $status ) {
			self::acts( $iss, $state );
		}
		self::threads( $iss, Reading::threads( $chain ), 'related' === $status );
		self::records( $iss, $chain, 'related' === $status || 'paused' === $status );
	}

	private static function decision( string $iss, array $entry ): void {
		$claims = Entries::claims( $entry );
		if ( null === $claims ) {
			return;
		}
		/* translators: %s: id of an agreement */
		printf( '<h2>%s</h2><p>%s</p><p style="white-space:pre-line">%s</p>', esc_html__( 'To decide', 'relbutton' ), esc_html( sprintf( __( 'They propose %s.', 'relbutton' ), $claims['agreement'] ) ), esc_html( Admin::words_of( $claims ) ) );
		Admin::begin_form( 'decide', $iss );
		printf( '<button class="button button-primary" name="decision" value="accept">%s</button> ', esc_html__( 'Accept', 'relbutton' ) );
		printf( '<button class="button" name="decision" value="refuse">%s</button> ', esc_html__( 'Refuse', 'relbutton' ) );
		foreach ( array_diff( Settings::accepts(), array( $claims['agreement'] ) ) as $id ) {
			/* translators: %s: id of an agreement */
			printf( '<button class="button" name="decision" value="%s">%s</button> ', esc_attr( $id ), esc_html( sprintf( __( 'Suggest %s', 'relbutton' ), $id ) ) );
		}
		echo '</form>';
	}

	private static function acts( string $iss, array $state ): void {
		$is_held = $state['head']['held']['vendor'];
		Admin::begin_form( 'say', $iss );
		printf( '<p><label>%s <input name="reason" maxlength="500" class="regular-text"></label> ', esc_html__( 'Reason, for the customer:', 'relbutton' ) );
		printf( '<button class="button" name="act" value="%s">%s</button></p></form>', $is_held ? 'resume' : 'pause', esc_html( $is_held ? __( 'Resume', 'relbutton' ) : __( 'Put on hold', 'relbutton' ) ) );
		Admin::begin_form( 'say', $iss );
		printf( '<p><label>%s <select name="feels">', esc_html__( 'How this relationship feels to you:', 'relbutton' ) );
		foreach ( array( 'fair' => __( 'fair', 'relbutton' ), 'unsure' => __( 'unsure', 'relbutton' ), 'unfair' => __( 'unfair', 'relbutton' ) ) as $feels => $label ) {
			printf( '<option value="%s">%s</option>', esc_attr( $feels ), esc_html( $label ) );
		}
		printf( '</select></label> <label>%s <input name="note" maxlength="500" class="regular-text"></label> ', esc_html__( 'Note:', 'relbutton' ) );
		printf( '<button class="button" name="act" value="regard">%s</button></p></form>', esc_html__( 'Tell the customer', 'relbutton' ) );
		Admin::begin_form( 'say', $iss, sprintf( 'onsubmit="return confirm(\'%s\')"', esc_js( __( 'This ends the relationship for good. Continue?', 'relbutton' ) ) ) );
		printf( '<p><button class="button button-link-delete" name="act" value="leave">%s</button></p></form>', esc_html__( 'End this relationship', 'relbutton' ) );
	}

	private static function threads( string $iss, array $threads, bool $is_live ): void {
		printf( '<h2>%s</h2>', esc_html__( 'Threads', 'relbutton' ) );
		foreach ( $threads as $thread ) {
			echo '<div class="card">';
			foreach ( $thread as $one ) {
				$who = 'customer' === Claims::side( $one['claims'] ) ? __( 'Customer', 'relbutton' ) : __( 'You', 'relbutton' );
				printf( '<p><strong>%s</strong> <span dir="auto" style="white-space:pre-line">%s</span></p>', esc_html( $who ), esc_html( Admin::words_of( $one['claims'] ) ) );
			}
			$theirs = array_filter( $thread, static fn( $one ) => 'customer' === Claims::side( $one['claims'] ) );
			if ( $is_live && $theirs ) {
				self::answer( $iss, end( $theirs )['hash'] );
			}
			echo '</div>';
		}
		if ( $is_live ) {
			self::answer( $iss, '' );
		}
	}

	private static function answer( string $iss, string $re ): void {
		Admin::begin_form( 'say', $iss );
		printf( '<input type="hidden" name="re" value="%s"><p><label>%s<br><textarea name="text" maxlength="4000" rows="3" class="large-text" required></textarea></label></p>', esc_attr( $re ), esc_html( '' === $re ? __( 'A new message', 'relbutton' ) : __( 'Answer', 'relbutton' ) ) );
		printf( '<button class="button" name="act" value="converse">%s</button></form>', esc_html__( 'Send', 'relbutton' ) );
	}

	private static function records( string $iss, array $chain, bool $is_live ): void {
		printf( '<h2>%s</h2><table class="widefat striped"><tbody>', esc_html__( 'Records', 'relbutton' ) );
		foreach ( $chain as $one ) {
			$claims = $one['claims'];
			printf( '<tr><td>%s</td><td>%s</td><td>%s</td><td dir="auto"><span style="white-space:pre-line">%s</span>', esc_html( Times::write( $claims['iat'] ) ), esc_html( Claims::side( $claims ) ), esc_html( $claims['act'] ), esc_html( Admin::words_of( $claims ) ) );
			if ( $is_live && 'pledge' === $claims['act'] ) {
				self::receipt( $iss, $one['hash'], $claims['body'] );
			}
			echo '</td></tr>';
		}
		echo '</tbody></table>';
	}

	/** The form that says that money of a pledge arrived. */
	private static function receipt( string $iss, string $re, array $pledge ): void {
		Admin::begin_form( 'say', $iss );
		printf( '<input type="hidden" name="re" value="%s"><input name="amount" value="%s" size="8" aria-label="%s"> ', esc_attr( $re ), esc_attr( $pledge['amount'] ), esc_attr__( 'Amount', 'relbutton' ) );
		printf( '<input name="currency" value="%s" size="4" aria-label="%s"> ', esc_attr( $pledge['currency'] ), esc_attr__( 'Currency', 'relbutton' ) );
		printf( '<input type="date" name="at" value="%s" aria-label="%s"> ', esc_attr( gmdate( 'Y-m-d' ) ), esc_attr__( 'Day', 'relbutton' ) );
		printf( '<button class="button" name="act" value="receipt">%s</button></form>', esc_html__( 'It arrived', 'relbutton' ) );
	}
}

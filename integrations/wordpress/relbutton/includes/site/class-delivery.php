<?php
/**
 * Delivers changes to the owner.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Sends mails and calls the webhook by WP-Cron, from the outbox. */
final class Delivery {
	/** The action of WP-Cron. */
	public const HOOK = 'relbutton_deliver';

	/** Returns the kinds of messages that the settings ask for. */
	public static function kinds(): array {
		$has_webhook = '' !== Settings::get( 'webhook_url' ) && '' !== Settings::get( 'webhook_secret' );
		return array_merge( '' === Settings::get( 'mail' ) ? array() : array( 'mail' ), $has_webhook ? array( 'webhook' ) : array() );
	}

	/** Schedules the next delivery, if a message waits. */
	public static function wake(): void {
		$next = self::outbox()->next_time();
		if ( null === $next ) {
			return;
		}
		$planned = wp_next_scheduled( self::HOOK );
		if ( false === $planned || $planned > $next ) {
			wp_clear_scheduled_hook( self::HOOK );
			wp_schedule_single_event( max( $next, time() ), self::HOOK );
		}
	}

	/** Tries each due message once. */
	public static function deliver(): void {
		$report = static fn( \Throwable $error ) => error_log( 'relbutton: ' . $error->getMessage() );
		self::outbox()->deliver( array( self::class, 'send' ), $report, static fn(): float => microtime( true ) );
		self::wake();
	}

	/** Returns the messages that wait, and the dead letters. */
	public static function outbox(): Outbox {
		$store = Plugin::store();
		return new Outbox( $store->database, $store->prefix );
	}

	/** Sends one change. A kind that the settings no longer ask for is dropped. @throws \RuntimeException If it fails. */
	public static function send( string $kind, array $change ): void {
		if ( ! in_array( $kind, self::kinds(), true ) ) {
			return;
		}
		if ( 'webhook' === $kind ) {
			Webhook::post( $change );
		} elseif ( 'customer' === $change['side'] && ! self::mail( $change ) ) {
			throw new \RuntimeException( 'wp_mail did not send the mail of ' . $change['id'] . '.' );
		}
	}

	/** Mails what somebody said, never an address at which they want to be reached. */
	private static function mail( array $change ): bool {
		$claims = isset( $change['record'] ) ? Jws::parse( $change['record'] )->claims() : array();
		$body   = $claims['body'] ?? array();
		$said   = $body['text'] ?? $body['need'] ?? $body['note'] ?? '';
		/* translators: 1: name of the site, 2: act, such as relate */
		$subject = sprintf( __( '[%1$s] Somebody says: %2$s', 'relbutton' ), Settings::name(), $change['act'] );
		$lines   = array( 'asked' === $change['status'] ? __( 'A proposal awaits your decision.', 'relbutton' ) : '', $said, Admin::url( 'asked' === $change['status'] ? '' : $change['iss'] ) );
		return wp_mail( Settings::get( 'mail' ), $subject, implode( "\n\n", array_filter( $lines ) ) );
	}
}

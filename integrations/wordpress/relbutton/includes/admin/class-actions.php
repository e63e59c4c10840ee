<?php
/**
 * What the owner does.
 *
 * @package Relbutton
 */

namespace Relbutton;

/** Each action needs the capability and the nonce of its form. */
final class Actions {
	/** The fields of the forms, by act. */
	private const FIELDS = array(
		'pause'    => array( 'reason' ),
		'resume'   => array( 'reason' ),
		'leave'    => array(),
		'converse' => array( 'text', 're' ),
		'regard'   => array( 'feels', 'note' ),
		'receipt'  => array( 're', 'amount', 'currency', 'at' ),
	);

	/** Checks who asks, and returns the customer. */
	private static function customer( string $action ): string {
		$iss = self::field( 'iss' );
		if ( ! current_user_can( Admin::capability() ) ) {
			wp_die( esc_html__( 'You may not do this.', 'relbutton' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( "relbutton_$action$iss" );
		return $iss;
	}

	/** Returns a field of the form as it was typed; `''` if there is none. */
	private static function field( string $name ): string {
		$value = $_POST[ $name ] ?? ''; // phpcs:ignore WordPress.Security -- `customer` checks the nonce, and the protocol the value.
		return is_string( $value ) ? str_replace( "\r\n", "\n", wp_unslash( $value ) ) : '';
	}

	/** Does the work, and goes back to the relationship. */
	private static function finish( string $iss, callable $work ): void {
		$told = 'done';
		try {
			$work();
		} catch ( Refusal $refusal ) {
			$told = $refusal->reason;
		}
		Delivery::wake();
		wp_safe_redirect( Admin::url( $iss, array( 'told' => $told ) ) );
		exit;
	}

	/** Says an act of the vendor. */
	public static function say(): void {
		$iss = self::customer( 'say' );
		$act = self::field( 'act' );
		if ( ! isset( self::FIELDS[ $act ] ) ) {
			wp_die( esc_html__( 'There is no such act.', 'relbutton' ), '', array( 'response' => 400 ) );
		}
		$body = array();
		foreach ( self::FIELDS[ $act ] as $name ) {
			if ( '' !== self::field( $name ) ) {
				$body[ $name ] = self::field( $name );
			}
		}
		self::finish( $iss, static fn() => ( new Speaker( Plugin::options() ) )->say( $iss, $act, $body ) );
	}

	/** Decides a proposal. */
	public static function decide(): void {
		$iss      = self::customer( 'decide' );
		$decision = self::field( 'decision' );
		$decision = Agreements::is_known( $decision ) ? array( 'counter' => $decision ) : $decision;
		if ( 'pending' === $decision || ! Negotiation::is_decision( $decision ) ) {
			wp_die( esc_html__( 'There is no such decision.', 'relbutton' ), '', array( 'response' => 400 ) );
		}
		self::finish( $iss, static fn() => ( new Negotiation( Plugin::options() ) )->decide( $iss, $decision ) );
	}

	/** Leaves a relationship, if it goes on, and erases its records. */
	public static function leave_and_erase( string $iss ): void {
		$store = Plugin::store();
		if ( ! $store->erase( $iss ) ) {
			( new Speaker( Plugin::options() ) )->say( $iss, 'leave', array(), true );
			Delivery::wake();
		}
		Accounts::erase( $iss );
	}

	/** Sends a dead letter again, or all of them. */
	public static function resend(): void {
		self::customer( 'resend' );
		$outbox = Delivery::outbox();
		$id     = self::field( 'id' );
		$again  = static fn( string $one ) => $outbox->resend( $one, microtime( true ) );
		if ( '' !== $id ) {
			$again( $id );
		}
		while ( '' === $id && ( $letters = $outbox->dead( '', Store::PAGE ) ) ) {
			array_map( $again, array_column( $letters, 'id' ) );
		}
		Delivery::wake();
		wp_safe_redirect( Letters_Page::url( array( 'told' => 'done' ) ) );
		exit;
	}

	/** Sends all records as a file. */
	public static function export(): void {
		self::customer( 'export' );
		self::take_time();
		$format = 'csv' === self::field( 'format' ) ? 'csv' : 'json-ld';
		nocache_headers();
		header( 'Content-Type: ' . ( 'csv' === $format ? 'text/csv; charset=utf-8' : 'application/ld+json' ) );
		header( 'Content-Disposition: attachment; filename="relationships.' . ( 'csv' === $format ? 'csv' : 'jsonld' ) . '"' );
		foreach ( Portable::write( Plugin::store()->all(), $format ) as $part ) {
			echo $part; // phpcs:ignore WordPress.Security.EscapeOutput -- a file.
		}
		exit;
	}

	/** A large file takes longer than a page. */
	private static function take_time(): void {
		if ( function_exists( 'set_time_limit' ) ) {
			set_time_limit( 0 );
		}
		ignore_user_abort( true );
	}

	/** @param mixed $error A code of PHP's uploads. */
	private static function upload_fault( $error ): string {
		switch ( $error ) {
			case UPLOAD_ERR_INI_SIZE:
				/* translators: %s: a size, such as 2 MB */
				return sprintf( __( 'The file is larger than your host takes: %s. Split a .csv by its rows, each part with the first one, or raise upload_max_filesize and post_max_size in php.ini.', 'relbutton' ), size_format( wp_max_upload_size() ) );
			case UPLOAD_ERR_NO_TMP_DIR:
			case UPLOAD_ERR_CANT_WRITE:
				return __( 'PHP cannot write the file into its temporary folder. Ask your host to set upload_tmp_dir in php.ini to a folder that is writable.', 'relbutton' );
			default:
				return __( 'No file arrived.', 'relbutton' );
		}
	}

	/** Returns whether PHP dropped the form, nonce and all, since it is larger than `post_max_size`. */
	private static function is_dropped(): bool {
		$length = (int) ( $_SERVER['CONTENT_LENGTH'] ?? 0 );
		return array() === $_POST && $length > wp_convert_hr_to_bytes( (string) ini_get( 'post_max_size' ) ); // phpcs:ignore WordPress.Security.NonceVerification -- there is none.
	}

	/** Shows the page of files, which says how an import ended. */
	private static function finish_import( string $told ): void {
		set_transient( 'relbutton_told_' . get_current_user_id(), $told, 60 );
		wp_safe_redirect( admin_url( 'admin.php?page=relbutton-export' ) );
		exit;
	}

	/** Adds the records of a file. */
	public static function import(): void {
		if ( self::is_dropped() && current_user_can( Admin::capability() ) ) {
			self::finish_import( self::upload_fault( UPLOAD_ERR_INI_SIZE ) );
		}
		self::customer( 'import' );
		self::take_time();
		$path   = $_FILES['file']['tmp_name'] ?? ''; // phpcs:ignore WordPress.Security -- a path of PHP's own, checked below.
		$format = preg_match( '/\.csv$/iD', $_FILES['file']['name'] ?? '' ) ? 'csv' : 'json-ld'; // phpcs:ignore WordPress.Security -- only its end counts.
		try {
			if ( ! is_string( $path ) || ! is_uploaded_file( $path ) ) {
				throw new \InvalidArgumentException( self::upload_fault( $_FILES['file']['error'] ?? null ) ); // phpcs:ignore WordPress.Security -- it is compared with known ones.
			}
			$added = ( new Importer( Plugin::options() ) )->add( File_Reader::records( fopen( $path, 'rb' ), $format ) );
			/* translators: %d: number of records */
			$told = sprintf( __( 'New records: %d', 'relbutton' ), $added );
		} catch ( \Exception $error ) {
			$told = $error->getMessage();
		}
		self::finish_import( $told );
	}
}

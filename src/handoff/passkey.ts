import type { Status } from '../contract/statuses.js';

/** An act that the person wants to sign with their passkey. */
export interface Wish {
  readonly act: string;
  readonly agreement?: string | undefined;
  readonly body?: { readonly reach?: string; readonly text?: string; readonly erase?: true } | undefined;
}

/** The relationship of a returning person, as the vendor's endpoint tells it. */
export interface Standing {
  readonly iss: string;
  readonly status: Status;
  readonly credential: string;
  readonly jwk: object;
  readonly prev?: string;
  readonly agreement?: string;
  readonly since?: string;
}

/** Why the last try to sign came to nothing. */
export type Problem = 'cancelled' | 'unavailable' | 'insecure' | 'unknown' | 'elsewhere';

import { RecordError } from '../records/errors.js';

/** Receives each failure that the operator has to fix, once. If it throws, that error goes to the console. */
export type OnError = (error: Error) => unknown;
/** The default of `onerror`. It reads `console.error` at each call, since programs replace it. */
export const toConsole: OnError = (error) => console.error(error);
export type Report = (error: unknown) => void;

/** Returns the failure to show the operator: the refusal that a client gets does not show its cause. */
export const reasonOf = (error: unknown): Error => {
  const cause = error instanceof RecordError ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause : new Error(String(cause));
};

/** @returns a function that passes a failure on to `onerror` and never throws */
export const reportTo =
  (onerror: OnError): Report =>
  (error) => {
    void Promise.resolve(reasonOf(error)).then(onerror).catch(toConsole);
  };

/** A stored entry that cannot be read, or does not belong to the chain of its relationship. Lists leave it out. */
export class UnreadableEntryError extends Error {
  constructor(
    readonly iss: string,
    readonly jti: string,
    options?: ErrorOptions,
  ) {
    super(`The stored record with iss ${iss} and jti ${jti} cannot be read: it is left out.`, options);
    this.name = 'UnreadableEntryError';
  }
}

/** Reports an entry that lists leave out. */
export type Skip = (iss: string, jti: string, cause?: unknown) => void;

/** @returns a function that reports each entry once, however often it is read */
export const skipOnce = (report: Report): Skip => {
  const known = new Set<string>();
  return (iss, jti, cause) => {
    const id = `${iss} ${jti}`;
    if (known.has(id)) return;
    known.add(id);
    report(new UnreadableEntryError(iss, jti, { cause }));
  };
};

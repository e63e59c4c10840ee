/**
 * IndexedDB by promises.
 *
 * @module
 */
const failure = (error: DOMException | null): DOMException => error ?? new DOMException('IndexedDB failed.', 'UnknownError');

/** Awaits a request. */
export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failure(request.error));
  });

/** Awaits the end of a transaction that writes: a request that succeeded can still be rolled back. */
export const written = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(failure(transaction.error));
  });

/**
 * Opens a database. It closes where another window opens a later version, or deletes it.
 *
 * @param upgrade makes the object stores that an earlier version lacks
 * @throws DOMException `InvalidStateError` if another window has an earlier version open
 */
export const openDatabase = (name: string, version: number, upgrade: (database: IDBDatabase) => void): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = globalThis.indexedDB.open(name, version);
    let isBlocked = false;
    opening.onupgradeneeded = () => upgrade(opening.result);
    opening.onblocked = () => {
      isBlocked = true;
      const message = `Another window has an earlier version of "${name}" open. Close that window, and try again.`;
      reject(new DOMException(message, 'InvalidStateError'));
    };
    opening.onerror = () => reject(failure(opening.error));
    opening.onsuccess = () => {
      const { result } = opening;
      result.onversionchange = () => result.close();
      if (isBlocked) result.close();
      else resolve(result);
    };
  });

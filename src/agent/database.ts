/**
 * A collection of objects in IndexedDB, which can also hold CryptoKeys.
 *
 * @module
 */
const failure = (error: DOMException | null): DOMException => error ?? new DOMException('IndexedDB failed.', 'UnknownError');

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(failure(request.error));
  });

export interface Collection<T> {
  get(key: string): Promise<T | undefined>;
  all(): Promise<T[]>;
  /** Writes all values or none, and resolves once they are stored. */
  put(...values: readonly T[]): Promise<void>;
  /** Resolves once the value is gone. */
  delete(key: string): Promise<void>;
}

/**
 * @param name of the database
 * @param keyPath the member of each value that is its key
 */
export const openCollection = async <T>(name: string, keyPath: keyof T & string): Promise<Collection<T>> => {
  const opening = globalThis.indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('values', { keyPath });
  const database = await settled(opening);
  const read = (): IDBObjectStore => database.transaction('values').objectStore('values');
  /** Waits for the end of the transaction: a request that succeeded can still be rolled back. */
  const write = (change: (values: IDBObjectStore) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction('values', 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(failure(transaction.error));
      change(transaction.objectStore('values'));
    });
  return {
    get: (key) => settled(read().get(key) as IDBRequest<T | undefined>),
    all: () => settled(read().getAll() as IDBRequest<T[]>),
    put: (...all) => write((values) => all.forEach((value) => values.put(value))),
    delete: (key) => write((values) => values.delete(key)),
  };
};

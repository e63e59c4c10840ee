/**
 * A store of objects in IndexedDB, which can hold keys that cannot be extracted.
 *
 * @module
 */
const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('IndexedDB failed.', 'UnknownError'));
  });

export interface Collection<T> {
  get(key: string): Promise<T | undefined>;
  all(): Promise<T[]>;
  put(value: T): Promise<void>;
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
  const values = (mode: IDBTransactionMode): IDBObjectStore => database.transaction('values', mode).objectStore('values');
  return {
    get: (key) => settled(values('readonly').get(key) as IDBRequest<T | undefined>),
    all: () => settled(values('readonly').getAll() as IDBRequest<T[]>),
    put: async (value) => void (await settled(values('readwrite').put(value))),
    delete: (key) => settled(values('readwrite').delete(key)),
  };
};

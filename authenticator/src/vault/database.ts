import { AppError } from '../core/errors.ts';

/** What each version brought, the first first: a database of any age goes through those that it lacks. */
const UPGRADES: readonly ((database: IDBDatabase, transaction: IDBTransaction) => void)[] = [
  (database) => {
    database.createObjectStore('tokens', { keyPath: 'serial' });
    database.createObjectStore('secrets', { keyPath: 'serial' });
    database.createObjectStore('keys');
  },
  // Tokens of other providers came: all that were there before are a server's.
  (_database, transaction) => {
    changeAll(transaction.objectStore('tokens'), (token) => ({ origin: 'server', ...token }));
  },
];

/** Which object stores there are: public facts, secrets beside them, and the key that seals seeds. */
export type StoreName = 'tokens' | 'secrets' | 'keys';

/** Opens the app's database and makes its stores the first time. */
export function openDatabase(factory: IDBFactory, name = 'countersign'): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, UPGRADES.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      UPGRADES.slice(oldVersion).forEach((upgrade) => {
        upgrade(result, transaction as IDBTransaction);
      });
    };
    request.onsuccess = () => {
      // Another tab that brings a newer version must not wait for this one.
      request.result.onversionchange = () => {
        request.result.close();
      };
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new AppError('storage_failed', request.error?.name));
    };
  });
}

function changeAll(store: IDBObjectStore, change: (record: object) => object): void {
  const cursor = store.openCursor();
  cursor.onsuccess = () => {
    cursor.result?.update(change(cursor.result.value as object));
    cursor.result?.continue();
  };
}

/**
 * Runs one transaction and gives its result once it is on the disk.
 * @param act must not wait for anything but the transaction's own requests
 */
export function transact<T>(
  database: IDBDatabase,
  stores: readonly StoreName[],
  mode: IDBTransactionMode,
  act: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([...stores], mode, { durability: 'strict' });
    const result = act(transaction);
    const fail = (): void => {
      reject(new AppError('storage_failed', transaction.error?.name));
    };
    transaction.oncomplete = () => {
      resolve(result);
    };
    transaction.onerror = fail;
    transaction.onabort = fail;
    result.catch((thrown: unknown) => {
      reject(thrown instanceof Error ? thrown : new AppError('storage_failed'));
      try {
        transaction.abort();
      } catch {
        // It had ended already.
      }
    });
  });
}

/** The result of one request. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new AppError('storage_failed', request.error?.name));
    };
  });
}

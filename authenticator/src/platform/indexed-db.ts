import { AppError } from '../core/errors.ts';
import { Store } from '../core/store.ts';

/** Another tab has brought a newer version of a database: this tab can read and write no more until it is loaded anew. */
export const superseded = new Store(false);

type Upgrade = (database: IDBDatabase, transaction: IDBTransaction) => void;

/**
 * Opens a database.
 * @param upgrades what each version brought, the first first: a database of any age goes through those that it lacks
 */
export function openIndexedDb(factory: IDBFactory, name: string, upgrades: readonly Upgrade[]): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = opening(factory, name, upgrades.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      upgrades.slice(oldVersion).forEach((upgrade) => {
        upgrade(result, transaction as IDBTransaction);
      });
    };
    request.onsuccess = () => {
      // Another tab that brings a newer version must not wait for this one.
      request.result.onversionchange = () => {
        request.result.close();
        superseded.set(true);
      };
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new AppError('storage_failed', request.error?.name));
    };
  });
}

/** Browsers that keep nothing for a site may say so at once instead of in a while. */
function opening(factory: IDBFactory, name: string, version: number): IDBOpenDBRequest {
  try {
    return factory.open(name, version);
  } catch (thrown) {
    throw new AppError('storage_failed', thrown instanceof Error ? thrown.name : undefined);
  }
}

/**
 * Runs one transaction and gives its result once it is on the disk.
 * @param act must not wait for anything but the transaction's own requests
 */
export function runTransaction<T>(
  database: IDBDatabase,
  stores: readonly string[],
  mode: IDBTransactionMode,
  durability: IDBTransactionDurability,
  act: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([...stores], mode, { durability });
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

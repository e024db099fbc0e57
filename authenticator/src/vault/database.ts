import { openIndexedDb, runTransaction } from '../platform/indexed-db.ts';

export { answerOf } from '../platform/indexed-db.ts';

/** Which object stores there are: public facts, secrets beside them, and the key that seals seeds. */
export type StoreName = 'tokens' | 'secrets' | 'keys';

/** Opens the app's database; makes or upgrades its stores. */
export function openDatabase(factory: IDBFactory, name = 'countersign'): Promise<IDBDatabase> {
  return openIndexedDb(factory, name, [
    (database) => {
      database.createObjectStore('tokens', { keyPath: 'serial' });
      database.createObjectStore('secrets', { keyPath: 'serial' });
      database.createObjectStore('keys');
    },
    // Tokens of other providers came: all that were there before are a server's.
    (_database, transaction) => {
      changeAll(transaction.objectStore('tokens'), (token) => ({ origin: 'server', ...token }));
    },
    // Changes of a PIN no longer lie beside the record; one that was cut short may have left its own there.
    (_database, transaction) => {
      changeAll(transaction.objectStore('secrets'), (secrets) => {
        const kept: { next?: unknown } = { ...secrets };
        delete kept.next;
        return kept;
      });
    },
  ]);
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
  return runTransaction(database, stores, mode, 'strict', act);
}

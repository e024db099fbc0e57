import { IDBFactory } from 'fake-indexeddb';
import { expect, it } from 'vitest';
import { openIndexedDb, superseded } from './indexed-db.ts';

it('lets a newer version in another tab go ahead, and says that this one is superseded', async () => {
  const factory = new IDBFactory();
  const first = (database: IDBDatabase): void => {
    database.createObjectStore('one');
  };
  const second = (database: IDBDatabase): void => {
    database.createObjectStore('two');
  };
  const old = await openIndexedDb(factory, 'test', [first]);
  await openIndexedDb(factory, 'test', [first]);
  expect(superseded.value).toBe(false);
  const newer = await openIndexedDb(factory, 'test', [first, second]);
  expect([...newer.objectStoreNames]).toEqual(['one', 'two']);
  expect(superseded.value).toBe(true);
  expect(() => old.transaction('one')).toThrow();
});

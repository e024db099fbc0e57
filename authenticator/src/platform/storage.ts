/** Where IndexedDB comes from. */
export const databases: IDBFactory = indexedDB;

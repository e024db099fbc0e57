import type { Bytes } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import type { WithLock } from '../platform/locks.ts';
import { answerOf, transact } from './database.ts';
import type { ServerToken, Token, TokenSecrets } from './token.ts';

const APP_LOCK = 'app-lock';

/** What the vault keeps, read and written in whole transactions. */
export class TokenRecords {
  readonly #database: IDBDatabase;
  readonly #withLock: WithLock;

  constructor(database: IDBDatabase, withLock: WithLock) {
    this.#database = database;
    this.#withLock = withLock;
  }

  /** Public facts of all tokens, the oldest first. */
  async tokens(): Promise<Token[]> {
    const tokens = await transact(this.#database, ['tokens'], 'readonly', (transaction) =>
      answerOf(transaction.objectStore('tokens').getAll() as IDBRequest<Token[]>),
    );
    return tokens.sort((one, other) => one.addedAt - other.addedAt);
  }

  async token(serial: string): Promise<Token> {
    return transact(this.#database, ['tokens'], 'readonly', async (transaction) =>
      present(await answerOf(transaction.objectStore('tokens').get(serial) as IDBRequest<Token | undefined>)),
    );
  }

  async secrets(serial: string): Promise<TokenSecrets> {
    return transact(this.#database, ['secrets'], 'readonly', async (transaction) =>
      present(await answerOf(transaction.objectStore('secrets').get(serial) as IDBRequest<TokenSecrets | undefined>)),
    );
  }

  async store(token: Token, secrets: TokenSecrets): Promise<void> {
    await transact(this.#database, ['tokens', 'secrets'], 'readwrite', async (transaction) => {
      await answerOf(transaction.objectStore('secrets').put(secrets));
      await answerOf(transaction.objectStore('tokens').put(token));
    });
  }

  async remove(serial: string): Promise<void> {
    await transact(this.#database, ['tokens', 'secrets'], 'readwrite', async (transaction) => {
      await answerOf(transaction.objectStore('secrets').delete(serial));
      await answerOf(transaction.objectStore('tokens').delete(serial));
    });
  }

  /** Removes all such tokens, and the lock of the app with them if so wanted: all of it, or nothing. */
  async removeAll(isGone: (token: Token) => boolean, withLock: boolean): Promise<Token[]> {
    return transact(this.#database, ['tokens', 'secrets', 'keys'], 'readwrite', async (transaction) => {
      const tokens = transaction.objectStore('tokens');
      const gone = (await answerOf(tokens.getAll() as IDBRequest<Token[]>)).filter(isGone);
      for (const { serial } of gone) {
        await answerOf(transaction.objectStore('secrets').delete(serial));
        await answerOf(tokens.delete(serial));
      }
      if (withLock) {
        await answerOf(transaction.objectStore('keys').delete(APP_LOCK));
      }
      return gone;
    });
  }

  /** One transaction reads and writes, so two tabs never get the same counter. */
  async update(serial: string, change: (token: Token) => Token): Promise<Token> {
    return transact(this.#database, ['tokens'], 'readwrite', async (transaction) => {
      const store = transaction.objectStore('tokens');
      const changed = change(present(await answerOf(store.get(serial) as IDBRequest<Token | undefined>)));
      await answerOf(store.put(changed));
      return changed;
    });
  }

  async updateSecrets(serial: string, change: (secrets: TokenSecrets) => TokenSecrets): Promise<void> {
    await transact(this.#database, ['secrets'], 'readwrite', async (transaction) => {
      const store = transaction.objectStore('secrets');
      const secrets = present(await answerOf(store.get(serial) as IDBRequest<TokenSecrets | undefined>));
      await answerOf(store.put(change(secrets)));
    });
  }

  /** The credential that opens the app; null where it is not locked. */
  async lockId(): Promise<Bytes | null> {
    const id = await transact(this.#database, ['keys'], 'readonly', (transaction) =>
      answerOf(transaction.objectStore('keys').get(APP_LOCK) as IDBRequest<Bytes | undefined>),
    );
    return id ?? null;
  }

  async keepLockId(id: Bytes | null): Promise<void> {
    await transact(this.#database, ['keys'], 'readwrite', async (transaction) => {
      const keys = transaction.objectStore('keys');
      await (id === null ? answerOf(keys.delete(APP_LOCK)) : answerOf(keys.put(id, APP_LOCK)));
    });
  }

  /** A key of the whole device, made the first time it is needed. */
  async key(name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
    const read = (): Promise<CryptoKey | undefined> =>
      transact(this.#database, ['keys'], 'readonly', (transaction) =>
        answerOf(transaction.objectStore('keys').get(name) as IDBRequest<CryptoKey | undefined>),
      );
    return (
      (await read()) ??
      this.#withLock(`key/${name}`, async () => {
        const existing = await read();
        if (existing !== undefined) {
          return existing;
        }
        const made = await make();
        await transact(this.#database, ['keys'], 'readwrite', (transaction) =>
          answerOf(transaction.objectStore('keys').add(made, name)),
        );
        return made;
      })
    );
  }
}

function present<T>(found: T | undefined): T {
  if (found === undefined) {
    throw new AppError('token_missing');
  }
  return found;
}

/** The token, if a server knows it. */
export function ofServer(token: Token): ServerToken {
  if (token.origin !== 'server') {
    throw new AppError('token_missing', 'no server');
  }
  return token;
}

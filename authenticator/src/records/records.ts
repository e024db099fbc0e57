import { type AppEvent, LOG_LENGTH, type LoggedEvent, loggedEvent } from '../core/event-log.ts';
import type { PushRequest } from '../core/push-request.ts';
import {
  type RequestAnswer,
  type RequestEnd,
  type RequestRecord,
  withEnd,
  withRequest,
  withSent,
} from '../core/request-history.ts';
import { Store } from '../core/store.ts';
import type { Clock } from '../platform/clock.ts';
import { answerOf, openIndexedDb, runTransaction } from '../platform/indexed-db.ts';

interface TokenHistory {
  readonly serial: string;
  readonly requests: readonly RequestRecord[];
}

/** Opens the database of records: apart from the vault's, so that nothing here ever lies beside a secret. */
export function openRecords(factory: IDBFactory): Promise<IDBDatabase> {
  return openIndexedDb(factory, 'countersign-records', [
    (database) => {
      database.createObjectStore('requests', { keyPath: 'serial' });
      database.createObjectStore('events', { autoIncrement: true });
    },
  ]);
}

/**
 * What happened on this device: each token's last push requests, and the event log. Keeping a record never fails what it
 * is a record of.
 */
export class Records {
  /** Counts changes, for those who show them. */
  readonly changes = new Store(0);
  readonly #database: IDBDatabase | null;
  readonly #clock: Clock;

  /** @param database null where the browser does not open one: then nothing is kept */
  constructor(database: IDBDatabase | null, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** A push request reached this device, by web push or in the open app. */
  arrived(request: PushRequest, by: 'push' | 'app'): void {
    const { id, application, place, issuedAt, expiresAt } = request;
    const record = { id, application, place, askedAt: issuedAt, expiresAt, end: null, here: false };
    this.#changeHistory(request.serial, (history) => withRequest(history, record));
    this.log({ kind: 'request-arrived', serial: request.serial, request: id, outcome: by });
  }

  /** A push request ended, by this device or elsewhere. The log says it once, however often it is heard. */
  ended(request: Pick<PushRequest, 'serial' | 'id'>, end: RequestEnd, here: boolean): void {
    const log = (): void => {
      this.log({ kind: 'request-ended', serial: request.serial, request: request.id, outcome: end });
    };
    this.#changeHistory(request.serial, (history) => withEnd(history, request.id, end, here), log);
  }

  /**
   * An answer goes out now, or was certainly not taken (null). Kept before it is sent, so that every tab and the worker know
   * afterwards whose answer the server has. Never the answer itself: that carries a number and a passcode.
   */
  async sending({ serial, id }: Pick<PushRequest, 'serial' | 'id'>, answer: RequestAnswer | null): Promise<void> {
    await this.#changed(serial, (history) => withSent(history, id, answer)).catch(() => false);
  }

  /** The answer that went out from this device and may have been taken. */
  async sent({ serial, id }: Pick<PushRequest, 'serial' | 'id'>): Promise<RequestAnswer | null> {
    const history = await this.requestsOf(serial).catch(() => []);
    return history.find((record) => record.id === id)?.sent ?? null;
  }

  /** The last push requests of a token, the newest first. */
  async requestsOf(serial: string): Promise<readonly RequestRecord[]> {
    const history = await this.#run('requests', 'readonly', (store) =>
      answerOf(store.get(serial) as IDBRequest<TokenHistory | undefined>),
    );
    return history?.requests ?? [];
  }

  /** Forgets the push requests of a token that is removed; the log stays. */
  forget(serial: string): void {
    this.#write('requests', async (store) => {
      await answerOf(store.delete(serial));
    });
  }

  /** Writes an event into the log; the oldest go when it is full. */
  log(event: AppEvent): void {
    const logged = loggedEvent(event, this.#clock.now());
    this.#write('events', async (store) => {
      await answerOf(store.add(logged));
      const keys = await answerOf(store.getAllKeys());
      for (const key of keys.slice(0, Math.max(0, keys.length - LOG_LENGTH))) {
        await answerOf(store.delete(key));
      }
    });
  }

  /** The event log, the newest first. */
  async events(): Promise<readonly LoggedEvent[]> {
    const events = await this.#run('events', 'readonly', (store) =>
      answerOf(store.getAll() as IDBRequest<LoggedEvent[]>),
    );
    return (events ?? []).reverse();
  }

  /** Empties the event log. */
  async clearEvents(): Promise<void> {
    await this.#run('events', 'readwrite', (store) => answerOf(store.clear()));
    this.changes.set(this.changes.value + 1);
  }

  #changeHistory(
    serial: string,
    change: (history: readonly RequestRecord[]) => RequestRecord[],
    ifChanged: () => void = () => undefined,
  ): void {
    this.#changed(serial, change)
      .then((changed) => {
        this.changes.set(this.changes.value + 1);
        if (changed) {
          ifChanged();
        }
      })
      .catch(() => undefined);
  }

  async #changed(serial: string, change: (history: readonly RequestRecord[]) => RequestRecord[]): Promise<boolean> {
    const changed = await this.#run('requests', 'readwrite', async (store) => {
      const before = await answerOf(store.get(serial) as IDBRequest<TokenHistory | undefined>);
      const requests = change(before?.requests ?? []);
      // An end of a request that was never seen here is nothing to keep.
      if (before !== undefined || requests.length > 0) {
        await answerOf(store.put({ serial, requests } satisfies TokenHistory));
      }
      return requests.some((record, at) => record !== before?.requests[at]);
    });
    return changed ?? false;
  }

  #write(store: 'requests' | 'events', act: (store: IDBObjectStore) => Promise<void>): void {
    this.#run(store, 'readwrite', act)
      .then(() => {
        this.changes.set(this.changes.value + 1);
      })
      .catch(() => undefined);
  }

  async #run<T>(
    store: 'requests' | 'events',
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => Promise<T>,
  ): Promise<T | null> {
    return this.#database === null
      ? null
      : runTransaction(this.#database, [store], mode, 'default', (transaction) => act(transaction.objectStore(store)));
  }
}

import { type LanguageChoice, languageChoice } from '../core/language.ts';
import { answerOf, openIndexedDb, runTransaction } from './indexed-db.ts';

const STORE = 'choices';
const LANGUAGE = 'language';

/** What the person reads, the best first, as the browser was told; nothing where there is no browser. */
export function preferredLanguages(): readonly string[] {
  return 'navigator' in globalThis ? navigator.languages : [];
}

/** The language that the person chose; kept where the service worker can read it too. */
export async function readLanguage(factory: IDBFactory): Promise<LanguageChoice> {
  try {
    return await inChoices(factory, 'readonly', async (store) =>
      languageChoice(await answerOf<unknown>(store.get(LANGUAGE))),
    );
  } catch {
    return 'system';
  }
}

/** Keeps the choice and tells the other tabs; where nothing can be kept, it lasts as long as the page. */
export async function keepLanguage(factory: IDBFactory, choice: LanguageChoice): Promise<void> {
  try {
    await inChoices(factory, 'readwrite', (store) => answerOf(store.put(choice, LANGUAGE)));
  } catch {
    // Only the language of the next visit depends on it.
  }
  channel?.postMessage(choice);
}

/** Calls back when another tab chose a language, and with null when the browser's languages changed. */
export function onLanguageChange(listener: (choice: LanguageChoice | null) => void): void {
  channel?.addEventListener('message', ({ data }) => {
    listener(languageChoice(data));
  });
  addEventListener('languagechange', () => {
    listener(null);
  });
}

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('countersign-language') : null;

async function inChoices<T>(
  factory: IDBFactory,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await openIndexedDb(factory, 'countersign-choices', [
    (created) => {
      created.createObjectStore(STORE);
    },
  ]);
  try {
    return await runTransaction(database, [STORE], mode, 'default', (transaction) =>
      act(transaction.objectStore(STORE)),
    );
  } finally {
    database.close();
  }
}

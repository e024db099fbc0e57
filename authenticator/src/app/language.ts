import { type LanguageChoice, languageFor } from '../core/language.ts';
import { Store } from '../core/store.ts';
import { keepLanguage, onLanguageChange, preferredLanguages, readLanguage } from '../platform/preferred-language.ts';
import { databases } from '../platform/storage.ts';
import { language, languages, speak } from '../texts/index.ts';

/** The language that the person chose, and how to choose another one. */
export interface LanguageSetting {
  readonly choice: Store<LanguageChoice>;
  readonly choose: (choice: LanguageChoice) => void;
}

/**
 * Puts the page into the person's language and keeps it there.
 * @param redraw called after each later change, of this tab or another one
 */
export async function startLanguage(redraw: () => void): Promise<LanguageSetting> {
  const choice = new Store<LanguageChoice>('system');
  const follow = async (chosen: LanguageChoice): Promise<void> => {
    choice.set(chosen);
    try {
      await speak(languageFor(chosen, preferredLanguages()));
    } catch {
      // A catalogue that cannot be loaded now: the words stay as they are, and the choice is kept for the next start.
    }
    document.documentElement.lang = language;
    document.documentElement.dir = languages[language].direction;
  };
  await follow(await readLanguage(databases));
  const change = (chosen: LanguageChoice): void => {
    void follow(chosen).then(redraw);
  };
  onLanguageChange((elsewhere) => {
    change(elsewhere ?? choice.value);
  });
  return {
    choice,
    choose: (chosen) => {
      change(chosen);
      void keepLanguage(databases, chosen);
    },
  };
}

/** The languages of the app; the first is the one that everybody gets who reads none of them. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What a person chose: a language, or whatever the browser is set to. */
export type LanguageChoice = Language | 'system';

/** A stored choice; what no version of the app could have stored is none. */
export function languageChoice(stored: unknown): LanguageChoice {
  return LANGUAGES.find((known) => known === stored) ?? 'system';
}

/**
 * The language to speak.
 * @param preferred what the person reads, the best first, as language tags such as `de-AT`
 */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'system') {
    return choice;
  }
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((language) => language === primary);
    if (known !== undefined) {
      return known;
    }
  }
  return LANGUAGES[0];
}

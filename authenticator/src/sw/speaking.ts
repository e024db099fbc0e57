import { languageFor } from '../core/language.ts';
import { preferredLanguages, readLanguage } from '../platform/preferred-language.ts';
import { databases } from '../platform/storage.ts';
import { speak } from '../texts/index.ts';

/** Puts the words of notifications into the language that the person chose in the app, as it is now. */
export async function speakChosen(): Promise<void> {
  await speak(languageFor(await readLanguage(databases), preferredLanguages()));
}

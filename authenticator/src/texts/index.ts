import type { Language } from '../core/language.ts';
import { type Texts, english } from './en.ts';

/** Each language by its own name, and the direction in which it is written. */
export const languages: Readonly<Record<Language, { readonly name: string; readonly direction: 'ltr' | 'rtl' }>> = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
};

/** English is always there; the others are loaded when somebody reads them. */
const catalogues: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: () => Promise.resolve(english),
  de: async () => (await import('./de.ts')).german,
};

/** The texts in the person's language: read them while drawing, never keep them. */
export let texts: Texts = english;

/** The language of `texts`. */
export let language: Language = 'en';

let wanted: Language = language;

/** Changes the language of `texts`. A catalogue that does not load leaves it as it is; the last wish counts. */
export async function speak(next: Language): Promise<void> {
  wanted = next;
  const catalogue = await catalogues[next]();
  if (wanted === next) {
    texts = catalogue;
    language = next;
  }
}

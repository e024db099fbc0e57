import { germanHelp } from './de-help.ts';
import { type HelpTopic, englishHelp } from './en-help.ts';
import type { Language } from '../core/language.ts';

/** The help in each language; apart from the other texts, so that it is loaded when somebody reads it. */
export const helpTopics: Readonly<Record<Language, readonly HelpTopic[]>> = { en: englishHelp, de: germanHelp };

import { type Texts, english } from './en.ts';

/** The texts in the person's language. English is the only one yet; the choice is made here and nowhere else. */
export const texts: Texts = english;

import { type HelpTopic, englishHelp } from './en-help.ts';

/** The help in the person's language; apart from the other texts, so that it is loaded when somebody reads it. */
export const helpTopics: readonly HelpTopic[] = englishHelp;

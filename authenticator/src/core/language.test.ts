import { expect, it } from 'vitest';
import { languageChoice, languageFor } from './language.ts';

it.each([
  [['de-AT', 'en'], 'de'],
  [['DE'], 'de'],
  [['fr-CA', 'de-CH', 'en-GB'], 'de'],
  [['en-US', 'de'], 'en'],
  [['den', 'fr'], 'en'],
  [[], 'en'],
] as const)('a browser set to %j reads %s', (preferred, language) => {
  expect(languageFor('system', preferred)).toBe(language);
});

it('what was chosen stands above the browser', () => {
  expect(languageFor('en', ['de'])).toBe('en');
  expect(languageFor('de', ['en'])).toBe('de');
});

it.each([
  ['de', 'de'],
  ['system', 'system'],
  ['tlh', 'system'],
  [undefined, 'system'],
  [7, 'system'],
] as const)('a stored %j is %s', (stored, choice) => {
  expect(languageChoice(stored)).toBe(choice);
});

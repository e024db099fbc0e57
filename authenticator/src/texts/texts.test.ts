import { describe, expect, it, vi } from 'vitest';
import { german } from './de.ts';
import { english } from './en.ts';
import { helpTopics } from './help.ts';
import { speak, texts } from './index.ts';

/** Words that are the same in both languages. */
const SHARED = new Set([
  'Countersign',
  'PIN',
  'Token',
  'Passcodes',
  'Organisation',
  'Challenge',
  'Autosend',
  'System',
  'Version',
  'Server',
]);
/** Sentences that only join names. */
const JOINING = new Set(['about.part', 'notification.body', 'request.placeOf']);

/** Numbers that take every branch of the plurals, beside a name and the marks of a challenge's alphabet. */
const ARGUMENTS: readonly (readonly unknown[])[] = [
  [0, 0, false],
  [1, 1, true],
  [4, 8, true],
  [6, 30, false],
  [100, 1, true],
  [6, null],
];
const NAMES = ['Musterwiki', 'Musterfirma', 'Musterort'];

/** What a catalogue says: the words at each place, or the sentences for each of the arguments. */
function sayings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') {
    return [[path, value]];
  }
  if (typeof value === 'function') {
    const say = value as (...given: readonly unknown[]) => string;
    const all = TAKES_NUMBERS.test(say.toString()) ? ARGUMENTS : [NAMES];
    return all.map((given) => [`${path}(${given.join()})`, say(...given)]);
  }
  return Object.entries(value as object).flatMap(([key, inner]) =>
    sayings(inner, path === '' ? key : `${path}.${key}`),
  );
}

const TAKES_NUMBERS = /^\(?(?:count|left|length|step|minimum|at|digits|time)\b/u;
const englishSayings = new Map(sayings(english));
const germanSayings = new Map(sayings(german));

describe('the German catalogue', () => {
  it('says something at every place of the English one, and nowhere else', () => {
    expect(englishSayings.size).toBeGreaterThan(300);
    expect([...germanSayings.keys()].sort()).toEqual([...englishSayings.keys()].sort());
    expect([...englishSayings, ...germanSayings].filter(([, said]) => said.trim() === '')).toEqual([]);
  });

  it('puts the same names and numbers into its sentences', () => {
    const given = (said: string): string[] => (said.match(/Muster\w+|\d+/gu) ?? []).sort();
    const other = [...englishSayings].filter(
      ([path, said]) =>
        path.includes('(') &&
        !path.startsWith('moment') &&
        given(said).join() !== given(germanSayings.get(path) ?? '').join(),
    );
    expect(other).toEqual([]);
  });

  it('leaves no English behind', () => {
    const same = [...englishSayings].filter(
      ([path, said]) =>
        germanSayings.get(path) === said && !SHARED.has(said) && !JOINING.has(path.replace(/\(.*/u, '')),
    );
    expect(same).toEqual([]);
    const words = /\b(?:the|your|you|this|is|of|and|with|please|Sie Sie)\b/u;
    expect([...germanSayings].filter(([, said]) => words.test(said))).toEqual([]);
  });

  it('speaks to one person formally, and writes quotes and apostrophes as German does', () => {
    const informal = /\b(?:du|dein\w*|dich|dir|euch)\b/iu;
    const straight = /["']|‘|“(?=\p{L})/u;
    const all = [...germanSayings, ...sayings(helpTopics.de)];
    expect(all.filter(([, said]) => informal.test(said) || straight.test(said))).toEqual([]);
  });

  it('counts one thing as one', () => {
    expect(german.request.left(1)).toBe('Noch 1 Sekunde zum Antworten');
    expect(german.request.left(5)).toBe('Noch 5 Sekunden zum Antworten');
    expect(german.pending.waiting(1)).toBe('1 Anmeldeanfrage');
    expect(german.pending.waiting(2)).toBe('2 Anmeldeanfragen');
    expect(german.pin.wrongForNow(1)).toBe('Falsche PIN. Noch 1 Versuch.');
    expect(german.pin.wrongForNow(2)).toBe('Falsche PIN. Noch 2 Versuche.');
    expect(english.pin.wrongForNow(1)).toBe('Wrong PIN. 1 try left.');
    const wrong = /\b1 (?:seconds|tries|digits left|requests|Sekunden|Versuche|Anmeldeanfragen)\b/u;
    expect([...englishSayings, ...germanSayings].filter(([, said]) => wrong.test(said))).toEqual([]);
  });

  it.each([
    [['de-AT', 'en'], '05.11.2026, 14:07', '5 Nov 2026, 14:07'],
    [['en-GB', 'de'], '05.11.2026, 14:07', '5 Nov 2026, 14:07'],
    [['en-US'], '05.11.2026, 14:07', 'Nov 5, 2026, 2:07 PM'],
  ])('writes dates as they are written where the browser %j is', (languages, inGerman, inEnglish) => {
    vi.stubGlobal('navigator', { languages });
    const time = new Date(2026, 10, 5, 14, 7).getTime() / 1000;
    // Browsers set the hour apart from AM and PM by one space or another.
    expect(german.moment(time).replace(/\s/gu, ' ')).toBe(inGerman);
    expect(english.moment(time).replace(/\s/gu, ' ')).toBe(inEnglish);
  });

  it('names countries in each language, and leaves a code that nobody knows', () => {
    expect(english.request.placeOf('DE', 'Munich')).toBe('Munich, Germany');
    expect(german.request.placeOf('DE', 'Munich')).toBe('Munich, Deutschland');
    expect(german.request.placeOf('NL', null)).toBe('Niederlande');
    expect(german.request.placeOf(null, 'Graz')).toBe('Graz');
    expect(german.request.placeOf('QZ', null)).toBe('QZ');
  });
});

describe('the German help', () => {
  it('has the topics, paragraphs and steps of the English one, in its own words', () => {
    const shape = (topics: (typeof helpTopics)['en']): unknown =>
      topics.map(({ id, icon, body }) => [id, icon, body.map((part) => (typeof part === 'string' ? 0 : part.length))]);
    expect(shape(helpTopics.de)).toEqual(shape(helpTopics.en));
    const words = ({ title, body }: (typeof helpTopics)['en'][number]): string[] => [title, ...body.flat()];
    const said = new Set(helpTopics.en.flatMap(words));
    expect(helpTopics.de.flatMap(words).filter((part) => said.has(part) && !SHARED.has(part))).toEqual([]);
    expect(helpTopics.de.flatMap(words).filter((part) => part.trim() === '')).toEqual([]);
  });

  it('names what it tells to press by the words on it', () => {
    const pressed = helpTopics.de
      .flatMap(({ body }) => body.flat())
      .flatMap((part) => [...part.matchAll(/„([^“]+)“/gu)].map(([, words]) => words));
    const known = new Set(germanSayings.values());
    expect(pressed.length).toBeGreaterThan(5);
    expect(pressed.filter((words) => !known.has(words ?? '') && words !== 'Nicht stören')).toEqual([]);
  });
});

it('the last wish counts, however long a catalogue takes', async () => {
  const slow = speak('de');
  await Promise.all([speak('en'), slow]);
  expect(texts).toBe(english);
  await speak('de');
  expect(texts).toBe(german);
  await speak('en');
});

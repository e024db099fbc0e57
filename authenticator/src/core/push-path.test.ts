import { expect, it } from 'vitest';
import { pushPath } from './push-path.ts';

it.each([
  ['an iPhone tab', { able: false, os: 'iOS 18', standalone: false }, 'home-screen'],
  ['an iPad tab', { able: false, os: 'iPadOS', standalone: false }, 'home-screen'],
  ['an iPhone home screen', { able: true, os: 'iOS 18', standalone: true }, 'open'],
  ['an old iPhone home screen', { able: false, os: 'iOS 15', standalone: true }, 'none'],
  ['a Mac without push', { able: false, os: 'macOS', standalone: false }, 'none'],
  ['a desktop', { able: true, os: 'Linux', standalone: false }, 'open'],
  ['a private window', { able: false, os: 'Linux', standalone: false }, 'none'],
] as const)('in %s', (_, facts, path) => {
  expect(pushPath(facts)).toBe(path);
});

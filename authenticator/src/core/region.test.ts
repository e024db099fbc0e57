import { describe, expect, it } from 'vitest';
import { localeFor } from './region.ts';

describe('the locale of dates', () => {
  it.each([
    ['en', ['en-US', 'en'], 'en-US'],
    ['en', ['en', 'en-AU'], 'en-AU'],
    ['en', ['de-AT', 'de'], 'en-AT'],
    ['de', ['en-US', 'de-CH'], 'de-CH'],
    ['de', ['de'], 'de'],
    ['en', [], 'en'],
    ['en', ['not a tag', 'en-GB'], 'en-GB'],
    ['en', ['en-GB-u-ca-buddhist'], 'en-GB'],
  ])('for %s and a browser of %j is %s', (language, preferred, locale) => {
    expect(localeFor(language, preferred)).toBe(locale);
  });
});

import { describe, expect, it } from 'vitest';
import { knownAnswers, toHex } from '../../test/known-answers.ts';
import { codeOf } from './errors.ts';
import { looksLikeOtpAuth, readOtpAuth } from './otpauth.ts';

const known = knownAnswers<{
  vectors: {
    uri: string;
    type: string;
    issuer: string | null;
    account: string;
    key: string;
    algorithm: string;
    digits: number;
    period?: number;
    counter?: number;
  }[];
  refused: { uri: string; reason: string }[];
}>('otpauth');

function codeFrom(uri: string): string {
  try {
    readOtpAuth(uri);
    return 'accepted';
  } catch (thrown) {
    return codeOf(thrown);
  }
}

describe('an otpauth link', () => {
  it.each(known.vectors)('is read as the Java side reads it: $uri', (vector) => {
    const { secret, ...read } = readOtpAuth(vector.uri);
    expect({ ...read, key: toHex(secret) }).toEqual({
      type: vector.type,
      issuer: vector.issuer,
      account: vector.account,
      key: vector.key,
      algorithm: vector.algorithm,
      digits: vector.digits,
      period: vector.period ?? null,
      counter: vector.counter ?? null,
    });
  });

  it.each(known.refused)('is refused for the reason of the Java side: $reason ($uri)', ({ uri, reason }) => {
    expect(codeFrom(uri)).toBe(reason.replaceAll('-', '_'));
  });

  it.each([
    ['otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&algorithm=%C5%BFHA1', 'otpauth_parameter_value'],
    ['otpauth://totp/a?secret=GEZDGNBVGY3TQOJ%E2%84%AA', 'otpauth_secret'],
    ['otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ&issuer=\u017f', 'otpauth_escape'],
  ])('takes no letter of another script for one of its own: %s', (uri, code) => {
    expect(codeFrom(uri)).toBe(code);
  });

  it('is told from an activation string by its scheme', () => {
    expect(looksLikeOtpAuth('OTPAUTH:whatever')).toBe(true);
    expect(looksLikeOtpAuth('https://app.example.org/enroll#A1')).toBe(false);
  });

  it.each(Array.from({ length: 300 }, (_, seed) => seed))('never fails but with a code (variation %i)', (seed) => {
    const { uri } = known.vectors[seed % known.vectors.length] ?? { uri: '' };
    // A small generator, so that a failure can be repeated by its number.
    let state = seed * 2_654_435_761 + 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state % below;
    };
    const characters = [...uri];
    for (let change = 0; change <= seed % 4; change++) {
      characters[random(characters.length)] = ['', '%', '&', ':', '\u202e', '\u{1f511}', '=', 'A'][random(8)] ?? '';
    }
    try {
      expect(readOtpAuth(characters.join('')).secret.length).toBeGreaterThanOrEqual(10);
    } catch (thrown) {
      expect(codeOf(thrown)).toMatch(/^otpauth_/u);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers } from '../../test/known-answers.ts';
import { subtle } from '../platform/webcrypto.ts';
import { grouped, movingFactor, passcodeOf, secondsLeftOf, stepAt, stepForAnswer } from './passcode.ts';
import type { Algorithm, Alphabet } from './passcode.ts';

interface Vectors<T> {
  vectors: (T & { key: string; algorithm: Algorithm; length: number; passcode: string })[];
}

async function compute(key: string, algorithm: Algorithm, factor: number): Promise<Uint8Array<ArrayBuffer>> {
  const hmac = { name: 'HMAC', hash: algorithm.replace('SHA', 'SHA-') };
  const imported = await subtle.importKey('raw', fromHex(key), hmac, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, movingFactor(factor)));
}

describe('a passcode', () => {
  it.each(knownAnswers<Vectors<{ counter: number }>>('hotp-rfc4226').vectors)(
    'RFC 4226, Appendix D: counter $counter gives $passcode',
    async ({ key, algorithm, length, counter, passcode }) => {
      expect(passcodeOf(await compute(key, algorithm, counter), 'DEC', length)).toBe(passcode);
    },
  );

  it.each(knownAnswers<Vectors<{ time: number; period: number; step: number }>>('totp-rfc6238').vectors)(
    'RFC 6238, Appendix B: $algorithm at $time gives $passcode',
    async ({ key, algorithm, length, time, period, step, passcode }) => {
      expect(stepAt(time, period)).toBe(step);
      expect(passcodeOf(await compute(key, algorithm, step), 'DEC', length)).toBe(passcode);
    },
  );

  it.each(knownAnswers<Vectors<{ alphabet: string; movingFactor: number }>>('passcode-alphabets').vectors)(
    '$alphabet of $length from factor $movingFactor is $passcode',
    async ({ key, algorithm, alphabet, length, movingFactor: factor, passcode }) => {
      const names: Record<string, Alphabet> = { decimal: 'DEC', hexadecimal: 'HEX', base32: 'B32', base64: 'B64' };
      const name = names[alphabet.toLowerCase()];
      if (name === undefined) {
        throw new Error(`unknown alphabet ${alphabet}`);
      }
      expect(passcodeOf(await compute(key, algorithm, factor), name, length)).toBe(passcode);
    },
  );

  it.each([
    ['48291', '48291'],
    ['482913', '482 913'],
    ['4829135', '4829 135'],
    ['48291357', '4829 1357'],
    ['482913570', '482 913 570'],
    ['ZSJ46', 'ZSJ46'],
    ['CC93CF', 'CC9 3CF'],
    ['zJPP+/N', 'zJPP +/N'],
    ['ZSJ46GCQ', 'ZSJ4 6GCQ'],
  ])('%s is read as %s', (passcode, shown) => {
    expect(grouped(passcode)).toBe(shown);
  });
});

describe('the step of a push answer', () => {
  const now = 30 * 1000 + 12;

  it('is the current one at first', () => {
    expect(stepForAnswer(now, 30, null)).toEqual({ kind: 'step', step: 1000 });
    expect(stepForAnswer(now, 30, 999)).toEqual({ kind: 'step', step: 1000 });
  });

  it('is the next one when the current one is spent', () => {
    expect(stepForAnswer(now, 30, 1000)).toEqual({ kind: 'step', step: 1001 });
  });

  it('comes later when the next one is spent too', () => {
    expect(stepForAnswer(now, 30, 1001)).toEqual({ kind: 'wait', seconds: 18 });
    expect(stepForAnswer(now + 18, 30, 1001)).toEqual({ kind: 'step', step: 1002 });
  });

  it('has its seconds left counted up to whole ones', () => {
    expect(secondsLeftOf(1000, now + 0.5, 30)).toBe(18);
    expect(secondsLeftOf(1000, 30 * 1001 - 0.01, 30)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { knownAnswers, toHex } from '../../test/known-answers.ts';
import { sha256 } from '../platform/webcrypto.ts';
import { readActivation } from './activation-string.ts';
import { toBase64Url } from './bytes.ts';

interface Vectors {
  good: {
    name: string;
    text: string;
    origin: string | null;
    enrollment_b64u: string;
    ac_hex: string;
    keyFingerprint_hex: string;
    expiry: number;
    passwordAsked: boolean;
  }[];
  bad: { name: string; text: string; code: string }[];
  refusedLater: { name: string; text: string; appOrigin: string; now: number; code: string | null }[];
}

const vectors = knownAnswers<Vectors>('activation-string');

describe('an activation string', () => {
  it.each(vectors.good)('is read: $name', async (known) => {
    const reading = await readActivation(known.text, known.origin ?? 'https://app.example.org', 0, sha256);
    if (reading.kind !== 'activation') {
      throw new Error(reading.code);
    }
    const { activation } = reading;
    expect(toBase64Url(activation.enrollmentId)).toBe(known.enrollment_b64u);
    expect(toHex(activation.secret)).toBe(known.ac_hex);
    expect(toHex(activation.enrollmentKeyHash)).toBe(known.keyFingerprint_hex);
    expect(activation.expiresAt).toBe(known.expiry);
    expect(activation.asksPassword).toBe(known.passwordAsked);
  });

  it.each(vectors.bad)('is refused: $name', async ({ text, code }) => {
    const reading = await readActivation(text, 'https://app.example.org', 0, sha256);
    expect(reading).toEqual({ kind: 'refused', code });
  });

  it.each(vectors.refusedLater)('is judged by clock and origin: $name', async ({ text, appOrigin, now, code }) => {
    const reading = await readActivation(text, appOrigin, now, sha256);
    expect(reading.kind === 'refused' ? reading.code : null).toBe(code);
  });
});

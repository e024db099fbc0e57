import { describe, expect, it } from 'vitest';
import { knownAnswers, toHex } from '../../test/known-answers.ts';
import { fromBase32 } from './base32.ts';

const known = knownAnswers<{
  vectors: { bytes: string; padded: string; unpadded: string }[];
  accepted: { text: string; bytes: string }[];
  refused: { text: string; reason: string }[];
}>('base32-rfc4648');

const hexOf = (text: string): string | null => {
  const bytes = fromBase32(text);
  return bytes === null ? null : toHex(bytes);
};

describe('Base32', () => {
  it.each(known.vectors)('is read with padding and without: $padded', ({ bytes, padded, unpadded }) => {
    expect([hexOf(padded), hexOf(unpadded)]).toEqual([bytes, bytes]);
  });

  it.each(known.accepted)('is read in either case: $text', ({ text, bytes }) => {
    expect(hexOf(text)).toBe(bytes);
  });

  it.each(known.refused)('is refused: $text ($reason)', ({ text }) => {
    expect(fromBase32(text)).toBeNull();
  });
});

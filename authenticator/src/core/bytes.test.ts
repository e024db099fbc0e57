import { describe, expect, it } from 'vitest';
import { fromBase64Url, lengthPrefixed, sameBytes, textOf, toBase64Url, utf8 } from './bytes.ts';

describe('base64url', () => {
  it('gives back every length of bytes', () => {
    for (let length = 0; length < 70; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length * 11) & 255);
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64Url(text)).toEqual(bytes);
    }
  });

  it.each(['A', 'AB', 'AA=', 'AAA=', 'AA A', 'AA\n', '+/+/', 'AAAA_', 'Ａ1AA'])(
    'refuses %j: padding, white space, other characters, trailing bits',
    (text) => {
      expect(fromBase64Url(text)).toBeNull();
    },
  );
});

describe('bytes', () => {
  it('carry their length in front', () => {
    expect(lengthPrefixed(utf8('ä'))).toEqual(Uint8Array.of(0, 0, 0, 2, 0xc3, 0xa4));
  });

  it('are compared by content and length', () => {
    expect(sameBytes(utf8('abc'), utf8('abc'))).toBe(true);
    expect(sameBytes(utf8('abc'), utf8('abd'))).toBe(false);
    expect(sameBytes(utf8('abc'), utf8('ab'))).toBe(false);
  });

  it('that are not UTF-8 are no text', () => {
    expect(textOf(Uint8Array.of(0xff))).toBeNull();
  });
});

import type { Bytes } from './bytes.ts';

/** Crockford's Base32: the digits, then the letters without I, L, O and U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const GAPS = /[\s\p{Pd}]+/gu;

/**
 * The short form of an activation as somebody typed it: in either letter case, with blanks and hyphens anywhere, O for 0, I or L
 * for 1. Null for anything else.
 * @see docs/formats/activation-string.md
 */
export function readTypedCode(typed: string): Bytes | null {
  const characters = typed.replace(GAPS, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/gu, '1');
  if (characters.length !== LENGTH) {
    return null;
  }
  const bytes = new Uint8Array((LENGTH * 5) / 8);
  let buffer = 0;
  let bits = 0;
  let offset = 0;
  for (const character of characters) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) {
      return null;
    }
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset++] = buffer >> bits;
    }
    buffer &= (1 << bits) - 1;
  }
  return bytes;
}

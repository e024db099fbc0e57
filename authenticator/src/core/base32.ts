import type { Bytes } from './bytes.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PADDED = /^([A-Za-z2-7]*)(=*)$/u;

/**
 * The bytes of Base32 text in either letter case, with full padding or none; null for anything else, also for trailing
 * bits that belong to no byte.
 * @see RFC 4648 section 6
 */
export function fromBase32(text: string): Bytes | null {
  const [whole, characters = '', padding = ''] = PADDED.exec(text) ?? [];
  const overhang = characters.length % 8;
  if (whole === undefined || [1, 3, 6].includes(overhang)) {
    return null;
  }
  if (padding !== '' && (overhang === 0 || overhang + padding.length !== 8)) {
    return null;
  }
  const bytes = new Uint8Array(Math.floor((characters.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let offset = 0;
  for (const character of characters.toUpperCase()) {
    buffer = (buffer << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset++] = buffer >> bits;
    }
    buffer &= (1 << bits) - 1;
  }
  return buffer === 0 ? bytes : null;
}

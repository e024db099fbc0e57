import type { Bytes } from './bytes.ts';

/** The hash function below the HMAC. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512';

/** What a passcode is written with. */
export type Alphabet = 'DEC' | 'HEX' | 'B32' | 'B64';

const CHARACTERS: Record<Exclude<Alphabet, 'DEC'>, string> = {
  HEX: '0123456789ABCDEF',
  B32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  B64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
};

/** A counter or step number as the eight bytes that the HMAC takes. */
export function movingFactor(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/**
 * The passcode that an HMAC value stands for; see docs/formats/passcode-alphabets.md.
 * @see RFC 4226 section 5.3
 */
export function passcodeOf(hmac: Bytes, alphabet: Alphabet, length: number): string {
  return alphabet === 'DEC' ? decimal(hmac, length) : leftmost(hmac, CHARACTERS[alphabet], length);
}

function decimal(hmac: Bytes, length: number): string {
  const offset = (hmac[hmac.length - 1] ?? 0) & 15;
  const number = new DataView(hmac.buffer, hmac.byteOffset).getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

function leftmost(hmac: Bytes, characters: string, length: number): string {
  const bitsEach = Math.log2(characters.length);
  let text = '';
  for (let index = 0; index < length; index++) {
    let value = 0;
    for (let bit = index * bitsEach; bit < (index + 1) * bitsEach; bit++) {
      value = (value << 1) | (((hmac[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    text += characters.charAt(value);
  }
  return text;
}

/** The step that a time lies in. */
export function stepAt(seconds: number, stepSeconds: number): number {
  return Math.floor(seconds / stepSeconds);
}

/** Whole seconds until a step ends; never less than one while it lasts. */
export function secondsLeftOf(step: number, seconds: number, stepSeconds: number): number {
  return Math.max(0, Math.ceil((step + 1) * stepSeconds - seconds));
}

/** The passcode as people read it: in groups of three or four. */
export function grouped(passcode: string): string {
  const size = passcode.length === 8 || passcode.length === 7 ? 4 : 3;
  return passcode.length < 6 ? passcode : (passcode.match(new RegExp(`.{1,${size}}`, 'gu')) ?? []).join(' ');
}

export type StepChoice =
  { readonly kind: 'step'; readonly step: number } | { readonly kind: 'wait'; readonly seconds: number };

/**
 * Which step's passcode goes into a push answer: the current one, or the next where this app already spent that.
 * Past the next one the server would not take it, so the person waits.
 * @param spentStep the last step that an answer of this app used, or null
 */
export function stepForAnswer(seconds: number, stepSeconds: number, spentStep: number | null): StepChoice {
  const current = stepAt(seconds, stepSeconds);
  const step = spentStep !== null && spentStep >= current ? spentStep + 1 : current;
  return step <= current + 1
    ? { kind: 'step', step }
    : { kind: 'wait', seconds: secondsLeftOf(step - 2, seconds, stepSeconds) };
}

import { readFileSync } from 'node:fs';
import type { Bytes } from '../src/core/bytes.ts';

/** A file of vectors/, which the Java tests read too. */
export function knownAnswers<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

export function fromHex(hex: string): Bytes {
  return new Uint8Array((hex.match(/../gu) ?? []).map((pair) => parseInt(pair, 16)));
}

export function toHex(bytes: Bytes): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { describe, expect, it } from 'vitest';
import { knownAnswers, toHex } from '../../test/known-answers.ts';
import { readTypedCode } from './typed-code.ts';

const vectors = knownAnswers<{
  cases: { name: string; code_hex: string; typed: string; shown: string }[];
  read: { name: string; text: string; code_hex: string }[];
  notRead: { name: string; text: string }[];
}>('typed-code');

function read(text: string): string | null {
  const code = readTypedCode(text);
  return code === null ? null : toHex(code);
}

describe('a typed code', () => {
  it.each(vectors.cases)('is read as it is shown and in one piece: $name', ({ code_hex, typed, shown }) => {
    expect(read(typed)).toBe(code_hex);
    expect(read(shown)).toBe(code_hex);
  });

  it.each(vectors.read)('is read however it is typed: $name', ({ text, code_hex }) => {
    expect(read(text)).toBe(code_hex);
  });

  it.each(vectors.notRead)('is not seen in anything else: $name', ({ text }) => {
    expect(readTypedCode(text)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../test/known-answers.ts';
import { AppError } from './errors.ts';
import { parsePolicy, requireSupported } from './policy-string.ts';

interface Vectors {
  good: {
    text: string;
    mode: string;
    algorithm: string;
    length: number;
    stepSeconds: number | null;
    alphabet: string;
    pinKind: string;
    pinMinLength: number;
    pinMaxLength: number;
    pinLetters: boolean;
    tries: number | null;
    biometricAllowed: boolean;
    appLockDemanded: boolean;
    pushAllowed: boolean;
    numberLength: number;
    enhanced: boolean;
    suite: string | null;
  }[];
  bad: { name: string; text: string; code: string }[];
}

const vectors = knownAnswers<Vectors>('policy-string');

function codeFrom(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
}

describe('a policy string', () => {
  it.each(vectors.good)('is read: $text', (known) => {
    const policy = parsePolicy(known.text);
    const pin = policy.pin.kind === 'NONE' ? null : policy.pin;
    expect({
      text: known.text,
      mode: policy.mode,
      algorithm: policy.algorithm,
      length: policy.length,
      stepSeconds: policy.stepSeconds,
      alphabet: policy.alphabet,
      pinKind: policy.pin.kind,
      pinMinLength: pin?.minimum ?? 0,
      pinMaxLength: pin?.maximum ?? 0,
      pinLetters: pin?.characters === 'ALNUM',
      tries: policy.tries,
      biometricAllowed: policy.biometric,
      appLockDemanded: policy.appLock,
      pushAllowed: policy.push,
      numberLength: policy.numberDigits,
      enhanced: policy.enhanced,
      suite: policy.suite,
    }).toEqual({ ...known, canonical: undefined });
  });

  it.each(vectors.bad)('is refused: $name', ({ text, code }) => {
    expect(codeFrom(() => parsePolicy(text))).toBe(code);
  });

  it.each([
    ['TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=6', 'accepted'],
    ['HOTP-SHA1-8-HEX;PIN=NONE', 'accepted'],
    ['TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5', 'accepted'],
    ['TOTP-SHA256-6-30;PIN=SERVER:4-8:DIGITS', 'accepted'],
    ['OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08', 'accepted'],
    ['OCRA-SHA512-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA512-8:QH40-T1M', 'accepted'],
    ['OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:C-QN08', 'policy_unsupported'],
    ['OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08-PSHA1', 'policy_unsupported'],
    ['OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08-S064', 'policy_unsupported'],
    ['OCRA-SHA256-6;PIN=TOKEN:4-8:DIGITS;TRIES=5;SUITE=OCRA-1:HOTP-SHA256-6:QN08', 'policy_unsupported'],
    ['OCRA-SHA256-6;PIN=SERVER:4-8:DIGITS;SUITE=OCRA-1:HOTP-SHA256-6:QN08', 'policy_unsupported'],
  ])('says whether this version can keep %s', (text, outcome) => {
    expect(
      codeFrom(() => {
        requireSupported(parsePolicy(text));
      }),
    ).toBe(outcome);
  });
});

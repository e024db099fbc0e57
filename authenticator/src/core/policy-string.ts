import { AppError } from './errors.ts';

export type Mode = 'TOTP' | 'HOTP' | 'OCRA';
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512';
export type Alphabet = 'DEC' | 'HEX' | 'B32' | 'B64';

export type PinRule =
  | { readonly kind: 'NONE' }
  | {
      readonly kind: 'TOKEN' | 'SERVER';
      readonly minimum: number;
      readonly maximum: number;
      readonly characters: 'DIGITS' | 'ALNUM';
    };

/** A token's own rules; see docs/formats/policy-string.md. */
export interface Policy {
  readonly mode: Mode;
  readonly algorithm: Algorithm;
  readonly length: number;
  /** Seconds of a time step; null unless time-based. */
  readonly stepSeconds: number | null;
  readonly alphabet: Alphabet;
  readonly pin: PinRule;
  readonly tries: number | null;
  readonly biometric: boolean;
  readonly push: boolean;
  readonly numberDigits: 0 | 2 | 6;
  readonly enhanced: boolean;
  readonly suite: string | null;
}

const HEAD = /^(TOTP|HOTP|OCRA)-(SHA1|SHA256|SHA512)-([5-9])(?:-(\d{2,3}))?(?:-(DEC|HEX|B32|B64))?$/u;
const PIN = /^(?:NONE|TOKEN:(\d{1,2})-(\d{1,2}):(DIGITS|ALNUM)|SERVER:(\d{1,2})-(\d{1,2}):(DIGITS))$/u;
const PAIR = /^([A-Z]+)=([\x21-\x3a\x3c-\x7e]+)$/u;

/** The bytes of a seed: as many as the algorithm's hash has. */
export function seedLengthBytes(algorithm: Algorithm): number {
  return { SHA1: 20, SHA256: 32, SHA512: 64 }[algorithm];
}

/**
 * Reads a policy string.
 * @throws AppError `policy_unsupported` for what its page does not describe
 */
export function parsePolicy(text: string): Policy {
  const [headText = '', ...pairTexts] = text.split(';');
  const head = HEAD.exec(headText);
  if (head === null || text.length > 200) {
    throw unsupported('form');
  }
  const values = new Map<string, string>();
  for (const pairText of pairTexts) {
    const [, key = '', value = ''] = PAIR.exec(pairText) ?? [];
    if (key === '' || values.has(key)) {
      throw unsupported('form');
    }
    values.set(key, value);
  }
  const mode = head[1] as Mode;
  const length = Number(head[3]);
  const alphabet = (head[5] ?? 'DEC') as Alphabet;
  if (length === 9 && alphabet !== 'DEC') {
    throw unsupported('length');
  }
  return {
    mode,
    algorithm: head[2] as Algorithm,
    length,
    stepSeconds: stepOf(mode, head[4]),
    alphabet,
    pin: pinOf(values.get('PIN') ?? 'NONE'),
    tries: values.has('TRIES') ? within(values.get('TRIES'), 1, 10) : null,
    biometric: bit(values.get('BIO')),
    push: bit(values.get('PUSH')),
    numberDigits: digitsOf(values.get('NUM') ?? '0'),
    enhanced: bit(values.get('ENH')),
    suite: suiteOf(mode, values.get('SUITE')),
  };
}

/**
 * Refuses what this version cannot keep: token and server PINs, and challenge-response.
 * @throws AppError `policy_unsupported`
 */
export function requireSupported(policy: Policy): void {
  if (policy.pin.kind !== 'NONE') {
    throw unsupported('PIN');
  }
  if (policy.mode === 'OCRA') {
    throw unsupported('mode');
  }
}

function stepOf(mode: Mode, text: string | undefined): number | null {
  if (mode === 'TOTP') {
    return within(text, 15, 120);
  }
  if (text !== undefined) {
    throw unsupported('step');
  }
  return null;
}

function pinOf(text: string): PinRule {
  const match = PIN.exec(text);
  if (match === null) {
    throw unsupported('PIN');
  }
  if (text === 'NONE') {
    return { kind: 'NONE' };
  }
  const minimum = Number(match[1] ?? match[4]);
  const maximum = Number(match[2] ?? match[5]);
  if (minimum < 1 || minimum > maximum) {
    throw unsupported('PIN');
  }
  const kind = match[1] === undefined ? 'SERVER' : 'TOKEN';
  return { kind, minimum, maximum, characters: (match[3] ?? match[6]) as 'DIGITS' | 'ALNUM' };
}

function digitsOf(text: string): 0 | 2 | 6 {
  switch (text) {
    case '0':
      return 0;
    case '2':
      return 2;
    case '6':
      return 6;
    default:
      throw unsupported('NUM');
  }
}

function suiteOf(mode: Mode, suite: string | undefined): string | null {
  if ((mode === 'OCRA') !== (suite !== undefined)) {
    throw unsupported('SUITE');
  }
  return suite ?? null;
}

function bit(text: string | undefined): boolean {
  if (text !== undefined && text !== '0' && text !== '1') {
    throw unsupported('switch');
  }
  return text === '1';
}

function within(text: string | undefined, minimum: number, maximum: number): number {
  const value = text !== undefined && /^[1-9]\d*$/u.test(text) ? Number(text) : NaN;
  if (!(value >= minimum && value <= maximum)) {
    throw unsupported('number');
  }
  return value;
}

function unsupported(part: string): AppError {
  return new AppError('policy_unsupported', part);
}

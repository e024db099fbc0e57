import { AppError } from './errors.ts';
import { parseSuite } from './ocra.ts';
import type { Algorithm, Alphabet } from './passcode.ts';

export type Mode = 'TOTP' | 'HOTP' | 'OCRA';

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
  /** The app has to be locked while it has this token. */
  readonly appLock: boolean;
  readonly push: boolean;
  readonly numberDigits: 0 | 2 | 6;
  readonly enhanced: boolean;
  readonly suite: string | null;
}

const FORM = /^[\x21-\x7e]{1,200}$/u;
const HEAD = /^([A-Z0-9]+)-([A-Z0-9]+)-([5-9])(?:-([1-9]\d{1,2}))?(?:-([A-Z][A-Z0-9]*))?$/u;
const PAIR = /^([A-Z][A-Z0-9]*)=([^;=]+)$/u;
const PIN = /^(?:NONE|(TOKEN|SERVER):([1-9]\d?)-([1-9]\d?):(DIGITS|ALNUM))$/u;
const KEYS = ['PIN', 'TRIES', 'BIO', 'LOCK', 'PUSH', 'NUM', 'ENH', 'SUITE'];
const MODES: readonly Mode[] = ['TOTP', 'HOTP', 'OCRA'];
const ALGORITHMS: readonly Algorithm[] = ['SHA1', 'SHA256', 'SHA512'];
const ALPHABETS: readonly Alphabet[] = ['DEC', 'HEX', 'B32', 'B64'];

/** The bytes of a seed: as many as the algorithm's hash has. */
export function seedLengthBytes(algorithm: Algorithm): number {
  return { SHA1: 20, SHA256: 32, SHA512: 64 }[algorithm];
}

/**
 * Reads a policy string.
 * @throws AppError `policy_malformed`, or `policy_unsupported` for an unknown mode, algorithm, alphabet or PIN kind
 */
export function parsePolicy(text: string): Policy {
  const [headText = '', ...pairTexts] = text.split(';');
  const [, modeText, algorithmText, lengthText, stepText, alphabetText] = HEAD.exec(headText) ?? [];
  if (!FORM.test(text) || modeText === undefined) {
    throw malformed('form');
  }
  const mode = known(MODES, modeText);
  const alphabet = known(ALPHABETS, alphabetText ?? 'DEC');
  const length = Number(lengthText);
  const values = valuesOf(pairTexts);
  const pin = pinOf(values.get('PIN'));
  const policy: Policy = {
    mode,
    algorithm: known(ALGORITHMS, algorithmText ?? ''),
    length,
    stepSeconds: stepOf(mode, stepText),
    alphabet,
    pin,
    tries: triesOf(pin, values.get('TRIES')),
    biometric: bit(values.get('BIO')),
    appLock: bit(values.get('LOCK')),
    push: bit(values.get('PUSH')),
    numberDigits: digitsOf(values.get('NUM') ?? '0'),
    enhanced: bit(values.get('ENH')),
    suite: suiteOf(mode, values.get('SUITE')),
  };
  refuseContradictions(policy);
  return policy;
}

function refuseContradictions(policy: Policy): void {
  const { mode, algorithm, length, alphabet, push, numberDigits, enhanced, pin } = policy;
  const suite = policy.suite === null ? null : parseSuite(policy.suite);
  const contradicts =
    (length === 9 && alphabet !== 'DEC') ||
    (numberDigits !== 0 && !push) ||
    (enhanced && pin.kind === 'TOKEN') ||
    (mode === 'OCRA' && push) ||
    (suite !== null && (suite.algorithm !== algorithm || suite.digits !== length || alphabet !== 'DEC'));
  if (contradicts) {
    throw malformed('contradiction');
  }
}

/** The values by key: no key twice, the known ones in their order. */
function valuesOf(pairTexts: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  let last = -1;
  for (const pairText of pairTexts) {
    const [, key = '', value = ''] = PAIR.exec(pairText) ?? [];
    const place = KEYS.indexOf(key);
    if (key === '' || values.has(key) || (place >= 0 && place < last)) {
      throw malformed('keys');
    }
    last = Math.max(last, place);
    values.set(key, value);
  }
  return values;
}

/**
 * Refuses what this version cannot keep: challenge-response with a PIN beside it, or with a counter, a PIN or session
 * information in its suite.
 * @throws AppError `policy_unsupported`
 */
export function requireSupported(policy: Policy): void {
  const suite = policy.suite === null ? null : parseSuite(policy.suite);
  if (suite === null) {
    return;
  }
  if (policy.pin.kind !== 'NONE') {
    throw unsupported('PIN');
  }
  if (suite.counter || suite.pinHash !== null || suite.sessionLength > 0) {
    throw unsupported('suite');
  }
}

function known<T extends string>(all: readonly T[], text: string): T {
  const found = all.find((one) => one === text);
  if (found === undefined) {
    throw unsupported(text);
  }
  return found;
}

function stepOf(mode: Mode, text: string | undefined): number | null {
  if ((mode === 'TOTP') !== (text !== undefined)) {
    throw malformed('step');
  }
  return text === undefined ? null : within(text, 15, 120);
}

function pinOf(text: string | undefined): PinRule {
  if (text === 'NONE') {
    return { kind: 'NONE' };
  }
  if (text !== undefined && !/^(?:NONE|TOKEN|SERVER)\b/u.test(text)) {
    throw unsupported('PIN');
  }
  const [, kind, minimumText, maximumText, characters] = PIN.exec(text ?? '') ?? [];
  const minimum = Number(minimumText);
  const maximum = Number(maximumText);
  if (kind === undefined || minimum < 4 || minimum > maximum || (kind === 'SERVER' && characters !== 'DIGITS')) {
    throw malformed('PIN');
  }
  return { kind: kind as 'TOKEN' | 'SERVER', minimum, maximum, characters: characters as 'DIGITS' | 'ALNUM' };
}

function triesOf(pin: PinRule, text: string | undefined): number | null {
  if ((pin.kind === 'TOKEN') !== (text !== undefined)) {
    throw malformed('TRIES');
  }
  return text === undefined ? null : within(text, 1, 10);
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
      throw malformed('NUM');
  }
}

function suiteOf(mode: Mode, suite: string | undefined): string | null {
  if ((mode === 'OCRA') !== (suite !== undefined) || (suite !== undefined && parseSuite(suite) === null)) {
    throw malformed('SUITE');
  }
  return suite ?? null;
}

function bit(text: string | undefined): boolean {
  if (text !== undefined && text !== '0' && text !== '1') {
    throw malformed('switch');
  }
  return text === '1';
}

function within(text: string, minimum: number, maximum: number): number {
  const value = /^[1-9]\d*$/u.test(text) ? Number(text) : NaN;
  if (!(value >= minimum && value <= maximum)) {
    throw malformed('number');
  }
  return value;
}

function malformed(part: string): AppError {
  return new AppError('policy_malformed', part);
}

function unsupported(part: string): AppError {
  return new AppError('policy_unsupported', part);
}

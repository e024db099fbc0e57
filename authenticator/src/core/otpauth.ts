import { fromBase32 } from './base32.ts';
import { type Bytes, textOf } from './bytes.ts';
import { AppError, type OtpAuthCode } from './errors.ts';
import type { Algorithm } from './passcode.ts';

/** A token as another provider describes it in a link; holds the secret, so only the vault reads links. */
export interface OtpAuth {
  readonly type: 'totp' | 'hotp';
  readonly issuer: string | null;
  readonly account: string;
  readonly secret: Bytes;
  readonly algorithm: Algorithm;
  readonly digits: number;
  /** Seconds of a time step; null unless time-based. */
  readonly period: number | null;
  /** The counter of the next passcode; null unless event-based. */
  readonly counter: number | null;
}

const SCHEME = /^otpauth:\/\//iu;
const LONGEST = 2_048;
const LONGEST_NAME = 256;
const LONGEST_PERIOD_SECONDS = 86_400;
const SECRET_BYTES = { minimum: 10, maximum: 128 };
const KNOWN = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter'];
const ALGORITHMS: readonly Algorithm[] = ['SHA1', 'SHA256', 'SHA512'];
// Letters of the alphabet only: to a comparison without case, other scripts have an S and a K too.
const PLAIN = /^[A-Za-z0-9]*$/u;
// Controls forge lines; invisible, private and unassigned characters let one name pass for another.
const MISLEADING = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Whether a text means to be such a link, well made or not. */
export function looksLikeOtpAuth(text: string): boolean {
  return /^otpauth:/iu.test(text);
}

/**
 * Reads a link of the Key Uri Format by the rules of vectors/README.md.
 * @throws AppError with one of the `otpauth_` codes, whose detail never tells a part of the secret
 */
export function readOtpAuth(text: string): OtpAuth {
  if (text.length > LONGEST) {
    throw refused('otpauth_too_long');
  }
  if (!SCHEME.test(text)) {
    throw refused('otpauth_scheme');
  }
  const rest = text.replace(SCHEME, '');
  const query = rest.indexOf('?');
  if (query < 0) {
    throw refused('otpauth_parameter_missing');
  }
  const given = parametersOf(rest.slice(query + 1));
  const [typeText = '', ...label] = rest.slice(0, query).split('/');
  const type = typeText.toLowerCase();
  if (type !== 'totp' && type !== 'hotp') {
    throw refused('otpauth_type');
  }
  const names = namesOf(unescaped(label.join('/')), given.get('issuer'));
  const secret = secretOf(given.get('secret'));
  const algorithm = algorithmOf(given.get('algorithm'));
  const digits = numberOf(given.get('digits'), 6, 5, 9);
  if (type === 'totp') {
    const period = numberOf(given.get('period'), 30, 1, LONGEST_PERIOD_SECONDS);
    return { type, ...names, secret, algorithm, digits, period, counter: null };
  }
  if (!given.has('counter')) {
    throw refused('otpauth_parameter_missing');
  }
  const counter = numberOf(given.get('counter'), 0, 0, Number.MAX_SAFE_INTEGER);
  return { type, ...names, secret, algorithm, digits, period: null, counter };
}

/** The known parameters, unescaped; none of them twice. */
function parametersOf(query: string): Map<string, string> {
  const given = new Map<string, string>();
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    const name = unescaped(equals < 0 ? part : part.slice(0, equals));
    if (KNOWN.includes(name)) {
      if (given.has(name)) {
        throw refused('otpauth_parameter_duplicate');
      }
      given.set(name, unescaped(equals < 0 ? '' : part.slice(equals + 1)));
    }
  }
  return given;
}

function namesOf(label: string, issuerParameter: string | undefined): Pick<OtpAuth, 'issuer' | 'account'> {
  const colon = label.indexOf(':');
  const account = label.slice(colon + 1).trimStart();
  const issuer = issuerParameter ?? label.slice(0, Math.max(0, colon));
  if (!isName(account) || !(issuer === '' || isName(issuer))) {
    throw refused('otpauth_label');
  }
  return { issuer: issuer === '' ? null : issuer, account };
}

function isName(name: string): boolean {
  const fits = name.length > 0 && name.length <= LONGEST_NAME && name === name.trimStart();
  return fits && !name.includes(':') && !MISLEADING.test(name);
}

function secretOf(text: string | undefined): Bytes {
  if (text === undefined) {
    throw refused('otpauth_parameter_missing');
  }
  const secret = fromBase32(text);
  if (secret === null || secret.length < SECRET_BYTES.minimum || secret.length > SECRET_BYTES.maximum) {
    throw refused('otpauth_secret');
  }
  return secret;
}

function algorithmOf(text: string | undefined): Algorithm {
  const name = text ?? 'SHA1';
  const found = ALGORITHMS.find((known) => known === name.toUpperCase());
  if (found === undefined || !PLAIN.test(name)) {
    throw refused('otpauth_parameter_value');
  }
  return found;
}

/** Plain ASCII digits, no sign; 18 of them always fit. */
function numberOf(text: string | undefined, otherwise: number, minimum: number, maximum: number): number {
  if (text === undefined) {
    return otherwise;
  }
  const number = /^[0-9]{1,18}$/u.test(text) ? Number(text) : -1;
  if (number < minimum || number > maximum) {
    throw refused('otpauth_parameter_value');
  }
  return number;
}

/** Undoes percent escapes; everything else must be printable ASCII, and the result UTF-8. */
function unescaped(text: string): string {
  if (!/^(?:%[0-9A-Fa-f]{2}|[ -$&-~])*$/u.test(text)) {
    throw refused('otpauth_escape');
  }
  const bytes = [...text.matchAll(/%(..)|(.)/gu)].map(([, escaped, plain = '']) =>
    escaped === undefined ? plain.charCodeAt(0) : parseInt(escaped, 16),
  );
  const read = textOf(new Uint8Array(bytes));
  if (read === null) {
    throw refused('otpauth_escape');
  }
  return read;
}

function refused(code: OtpAuthCode): AppError {
  return new AppError(code);
}

import { AppError } from '../core/errors.ts';
import { type OtpAuth, looksLikeOtpAuth, readOtpAuth } from '../core/otpauth.ts';
import { type Policy, parsePolicy } from '../core/policy-string.ts';
import type { SeedRecord } from '../core/seed-record.ts';
import { HASH_NAMES, subtle } from '../platform/webcrypto.ts';
import { sealSeed } from './sealing.ts';

const DIGITS = { minimum: 6, maximum: 8 };
const PERIOD_SECONDS = { minimum: 15, maximum: 120 };
/** Beyond it a counter could not be counted on for long; nobody presses a button as often. */
const HIGHEST_COUNTER = 2 ** 48;

/** A token of another provider that was read and is not kept yet. Its seed can be sealed and nothing else. */
export class ThirdPartyOffer {
  readonly issuer: string | null;
  readonly account: string;
  /** What the link says, as a policy string: passcodes are computed by the same rules as all others. */
  readonly policy: string;
  readonly rules: Policy;
  readonly counter: number;
  readonly #seed: CryptoKey;

  private constructor(link: OtpAuth, seed: CryptoKey) {
    this.issuer = link.issuer;
    this.account = link.account;
    this.policy = policyOf(link);
    this.rules = parsePolicy(this.policy);
    this.counter = link.counter ?? 0;
    this.#seed = seed;
  }

  /** Whether a text means to be an `otpauth` link, well made or not. */
  static isMeantBy(text: string): boolean {
    return looksLikeOtpAuth(text);
  }

  /**
   * Reads an `otpauth` link.
   * @throws AppError with one of the `otpauth_` codes: for a link that is not well made, and for one whose passcodes this
   *     app does not compute (6 to 8 digits, a new one every 15 to 120 seconds)
   */
  static async read(text: string): Promise<ThirdPartyOffer> {
    const link = readOtpAuth(text);
    try {
      refuseUnkept(link);
      const parameters = { name: 'HMAC', hash: HASH_NAMES[link.algorithm] };
      return new ThirdPartyOffer(link, await subtle.importKey('raw', link.secret, parameters, true, ['sign']));
    } finally {
      link.secret.fill(0);
    }
  }

  /** Seals the seed for its record. */
  seal(sealingKey: CryptoKey, serial: string): Promise<SeedRecord> {
    return sealSeed(sealingKey, this.#seed, serial, 'NONE');
  }
}

function refuseUnkept({ digits, period, counter }: OtpAuth): void {
  if (digits < DIGITS.minimum || digits > DIGITS.maximum) {
    throw new AppError('otpauth_digits');
  }
  if (period !== null && (period < PERIOD_SECONDS.minimum || period > PERIOD_SECONDS.maximum)) {
    throw new AppError('otpauth_period');
  }
  if (counter !== null && counter > HIGHEST_COUNTER) {
    throw new AppError('otpauth_parameter_value', 'counter');
  }
}

function policyOf({ type, algorithm, digits, period }: OtpAuth): string {
  return `${type.toUpperCase()}-${algorithm}-${String(digits)}${period === null ? '' : `-${String(period)}`};PIN=NONE`;
}

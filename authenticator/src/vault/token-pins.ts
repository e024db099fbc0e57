import { type Bytes, sameBytes } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import type { Algorithm } from '../core/passcode.ts';
import { parsePolicy } from '../core/policy-string.ts';
import type { SeedRecord, StretchPin } from '../core/seed-record.ts';
import type { Store } from '../core/store.ts';
import type { Clock } from '../platform/clock.ts';
import { hmacSha256, subtle } from '../platform/webcrypto.ts';
import { type BiometricRecord, openByBiometric, sealForBiometric } from './biometric-pin.ts';
import { OpenedSeeds } from './opened-seeds.ts';
import {
  type DeviceKeys,
  freshDerivation,
  generatePepper,
  pinValue,
  sealUnderPin,
  seedKey,
  seedUnderPin,
} from './pin-sealing.ts';
import { type TokenRecords, ofServer } from './token-records.ts';
import { generateSealingKey } from './sealing.ts';

export const SEALING_KEY = 'seal';
const PEPPER = 'pepper';

/** A change of PIN that the server has yet to confirm; in memory only. */
export interface PinChange {
  readonly serial: string;
  readonly before: SeedRecord;
  readonly after: SeedRecord;
}

/**
 * Seeds that open only with a token PIN. Whether a PIN is right, nothing here can tell: a wrong one opens to a wrong seed.
 * What was opened stays in memory for two minutes at most.
 */
export class TokenPins {
  readonly #records: TokenRecords;
  readonly #stretch: StretchPin;
  readonly #opened: OpenedSeeds;

  constructor(records: TokenRecords, clock: Clock, stretch: StretchPin) {
    this.#records = records;
    this.#stretch = stretch;
    this.#opened = new OpenedSeeds(clock);
  }

  /** Masks and seals the seed of a new token. */
  async seal(seed: CryptoKey, serial: string, algorithm: Algorithm, pin: string): Promise<SeedRecord> {
    const raw = new Uint8Array(await subtle.exportKey('raw', seed));
    return this.#sealed(raw, serial, algorithm, pin);
  }

  /** Opens a token with what was typed, right or wrong. */
  async open(serial: string, pin: string): Promise<void> {
    const { seed } = await this.#records.secrets(serial);
    await this.#open(serial, await this.#value(serial, seed, pin), seed);
  }

  /** What a biometric needs to open the token; null where it cannot. */
  async biometric(serial: string): Promise<BiometricRecord | null> {
    return (await this.#records.secrets(serial)).biometric ?? null;
  }

  /** Opens a token with the secret that the authenticator gave its verified user. */
  async openByBiometric(serial: string, secret: Bytes): Promise<void> {
    const { seed, biometric } = await this.#records.secrets(serial);
    if (biometric === undefined) {
      throw new AppError('biometric_unsupported');
    }
    await this.#open(serial, await openByBiometric(secret, biometric, serial), seed);
  }

  /** Keeps the PIN-derived value under the authenticator's secret; never the PIN, never the seed. */
  async enableBiometric(serial: string, pin: string, id: Bytes, input: Bytes, secret: Bytes): Promise<void> {
    const before = (await this.#records.secrets(serial)).seed;
    const biometric = await sealForBiometric(secret, id, input, serial, await this.#value(serial, before, pin));
    await this.#records.updateSecrets(serial, ({ seed, ...kept }) => ({
      ...kept,
      seed: sameRecord(seed, before) ? seed : changedElsewhere(),
      biometric,
    }));
    await this.#records.update(serial, (token) => ({ ...ofServer(token), biometric: true }));
  }

  async disableBiometric(serial: string): Promise<void> {
    await this.#records.updateSecrets(serial, ({ seed, signingKey }) => ({ serial, signingKey, seed }));
    await this.#records.update(serial, (token) => ({ ...ofServer(token), biometric: false }));
  }

  /** The serials of the tokens that are open now. */
  get opened(): Store<ReadonlySet<string>> {
    return this.#opened.serials;
  }

  isOpen(serial: string): boolean {
    return this.#opened.get(serial) !== null;
  }

  /** Forgets what was opened. */
  close(serial: string): void {
    this.#opened.close(serial);
  }

  closeAll(): void {
    this.#opened.closeAll();
  }

  /**
   * The seed that was opened.
   * @throws AppError `pin_required`
   */
  seedOf(serial: string): CryptoKey {
    const seed = this.#opened.get(serial);
    if (seed === null) {
      throw new AppError('pin_required');
    }
    return seed;
  }

  /** Shows to the server, and to nobody else, whether the PIN was right. */
  async proof(serial: string, input: Bytes): Promise<Bytes> {
    return hmacSha256(this.seedOf(serial), input);
  }

  /** The server said that the PIN was right. */
  async confirmed(serial: string): Promise<void> {
    await this.#records.update(serial, (token) => ({ ...ofServer(token), unverifiedPins: 0 }));
  }

  /** The server could not be asked; returns how many entries in a row it could not. */
  async unconfirmed(serial: string): Promise<number> {
    const token = await this.#records.update(serial, (stored) => ({
      ...ofServer(stored),
      unverifiedPins: (ofServer(stored).unverifiedPins ?? 0) + 1,
    }));
    return ofServer(token).unverifiedPins ?? 0;
  }

  /**
   * Opens the seed, and keeps it open, as it will be under another PIN. The disk learns nothing: two records of one seed under two
   * PINs would tell a thief which two PINs belong together.
   */
  async prepareChange(serial: string, current: string, next: string): Promise<PinChange> {
    const { algorithm } = parsePolicy((await this.#records.token(serial)).policy);
    const { seed } = await this.#records.secrets(serial);
    const raw = await seedUnderPin(
      await this.#keys(),
      seed,
      serial,
      algorithm,
      await this.#value(serial, seed, current),
    );
    const after = await this.#sealed(raw, serial, algorithm, next);
    await this.#open(serial, await this.#value(serial, after, next), after);
    return { serial, before: seed, after };
  }

  /**
   * The server has confirmed the new PIN: in one transaction its record takes the place of the old one, and a biometric is off.
   * @throws AppError `pin_changed_elsewhere` where another tab was faster
   */
  async adoptChange({ serial, before, after }: PinChange): Promise<void> {
    await this.#records.updateSecrets(serial, ({ seed, signingKey }) => ({
      serial,
      signingKey,
      seed: sameRecord(seed, before) ? after : changedElsewhere(),
    }));
    await this.#records.update(serial, (token) => ({ ...ofServer(token), biometric: false }));
  }

  async #open(serial: string, value: Bytes, record: SeedRecord): Promise<void> {
    const { algorithm } = parsePolicy((await this.#records.token(serial)).policy);
    const raw = await seedUnderPin(await this.#keys(), record, serial, algorithm, value);
    value.fill(0);
    this.#opened.put(serial, await seedKey(raw, algorithm));
  }

  async #sealed(raw: Bytes, serial: string, algorithm: Algorithm, pin: string): Promise<SeedRecord> {
    const keys = await this.#keys();
    const derivation = freshDerivation();
    const value = await pinValue(this.#stretch, keys.pepper, serial, pin, derivation);
    return sealUnderPin(keys, raw, serial, algorithm, value, derivation);
  }

  async #value(serial: string, record: SeedRecord, pin: string): Promise<Bytes> {
    if (record.pin === undefined) {
      throw new AppError('storage_failed', 'no PIN');
    }
    return pinValue(this.#stretch, (await this.#keys()).pepper, serial, pin, record.pin);
  }

  async #keys(): Promise<DeviceKeys> {
    return {
      sealing: await this.#records.key(SEALING_KEY, generateSealingKey),
      pepper: await this.#records.key(PEPPER, generatePepper),
    };
  }
}

function sameRecord(one: SeedRecord, other: SeedRecord): boolean {
  return sameBytes(one.iv, other.iv) && sameBytes(one.ciphertext, other.ciphertext);
}

function changedElsewhere(): never {
  throw new AppError('pin_changed_elsewhere');
}

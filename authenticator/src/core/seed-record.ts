import { type Bytes, concat, lengthPrefixed, utf8 } from './bytes.ts';

/** How a token PIN is stretched: Argon2id (RFC 9106) with these parameters. */
export interface PinDerivation {
  /** 16 random bytes. */
  readonly salt: Bytes;
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Stretches a PIN to 32 bytes; handed in, because the platform does it in a worker and core/ imports nothing. */
export type StretchPin = (pin: Bytes, derivation: PinDerivation) => Promise<Bytes>;

/** How a seed lies on the device; see docs/formats/seed-record.md. */
export interface SeedRecord {
  readonly v: 1;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
  /** Exactly for a token PIN, which masks the seed. */
  readonly pin?: PinDerivation;
}

/** What a new PIN is stretched with: OWASP's least for passwords. The server's count of tries is what guards a PIN. */
export const PIN_COST = { memory: 19 * 1024, passes: 2, lanes: 1 } as const;

/** The data that the record's encryption is bound to. */
export function seedRecordAad(serial: string, pinKind: string): Bytes {
  return concat(lengthPrefixed(utf8(serial)), new Uint8Array([1]), lengthPrefixed(utf8(pinKind)));
}

/** What the device's pepper key turns into the PIN-derived value. */
export function pinValueInput(serial: string, stretched: Bytes): Bytes {
  return concat(utf8('countersign/pin/v1'), lengthPrefixed(utf8(serial)), stretched);
}

/** What the pad is derived for. */
export function pinPadInfo(serial: string): Bytes {
  return concat(utf8('countersign/pin-pad/v1'), lengthPrefixed(utf8(serial)));
}

/** Each byte of one with the same of the other, exclusive or. */
export function masked(bytes: Bytes, pad: Bytes): Bytes {
  return bytes.map((byte, index) => byte ^ (pad[index] ?? 0));
}

import type { Bytes } from '../core/bytes.ts';
import { utf8 } from '../core/bytes.ts';
import { normalisedPin } from '../core/pin-rule.ts';
import type { Algorithm } from '../core/passcode.ts';
import {
  PIN_COST,
  type PinDerivation,
  type SeedRecord,
  type StretchPin,
  masked,
  pinPadInfo,
  pinValueInput,
  seedRecordAad,
} from '../core/seed-record.ts';
import { HASH_NAMES, hmacSha256, randomBytes, subtle } from '../platform/webcrypto.ts';

const AAD_KIND = 'TOKEN';

/** The keys that never leave the browser: one seals, the other stretches PINs to this device. */
export interface DeviceKeys {
  readonly sealing: CryptoKey;
  readonly pepper: CryptoKey;
}

/** The key that turns a stretched PIN into the PIN-derived value. */
export function generatePepper(): Promise<CryptoKey> {
  return subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']);
}

/** Parameters for a new PIN. */
export function freshDerivation(): PinDerivation {
  return { salt: randomBytes(16), ...PIN_COST };
}

/** The PIN-derived value, 32 bytes: what opens the record, and what a biometric may stand in for. */
export async function pinValue(
  stretch: StretchPin,
  pepper: CryptoKey,
  serial: string,
  pin: string,
  derivation: PinDerivation,
): Promise<Bytes> {
  const stretched = await stretch(utf8(normalisedPin(pin)), derivation);
  return hmacSha256(pepper, pinValueInput(serial, stretched));
}

/** Masks a seed and seals it. The bytes of the seed are wiped. */
export async function sealUnderPin(
  keys: DeviceKeys,
  seed: Bytes,
  serial: string,
  algorithm: Algorithm,
  value: Bytes,
  derivation: PinDerivation,
): Promise<SeedRecord> {
  const hidden = masked(seed, await padOf(value, serial, seed.length));
  seed.fill(0);
  const iv = randomBytes(12);
  const key = await subtle.importKey('raw', hidden, hmac(algorithm), true, ['sign']);
  hidden.fill(0);
  const parameters = { name: 'AES-GCM', iv, additionalData: seedRecordAad(serial, AAD_KIND) };
  const ciphertext = new Uint8Array(await subtle.wrapKey('raw', key, keys.sealing, parameters));
  return { v: 1, iv, ciphertext, pin: derivation };
}

/** The bytes that a record opens to under a PIN-derived value: the seed under the right one, another under any other. */
export async function seedUnderPin(
  keys: DeviceKeys,
  record: SeedRecord,
  serial: string,
  algorithm: Algorithm,
  value: Bytes,
): Promise<Bytes> {
  const key = await subtle.unwrapKey(
    'raw',
    record.ciphertext,
    keys.sealing,
    { name: 'AES-GCM', iv: record.iv, additionalData: seedRecordAad(serial, AAD_KIND) },
    hmac(algorithm),
    true,
    ['sign'],
  );
  const hidden = new Uint8Array(await subtle.exportKey('raw', key));
  const seed = masked(hidden, await padOf(value, serial, hidden.length));
  hidden.fill(0);
  return seed;
}

/** A key that computes passcodes and cannot be read. The bytes of the seed are wiped. */
export async function seedKey(seed: Bytes, algorithm: Algorithm): Promise<CryptoKey> {
  const key = await subtle.importKey('raw', seed, hmac(algorithm), false, ['sign']);
  seed.fill(0);
  return key;
}

async function padOf(value: Bytes, serial: string, length: number): Promise<Bytes> {
  // HKDF-Expand alone (RFC 5869 section 2.3), which WebCrypto does not offer: the value is a key already.
  const key = await subtle.importKey('raw', value, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const info = pinPadInfo(serial);
  const blocks: Bytes[] = [];
  let last: Bytes = new Uint8Array();
  for (let counter = 1; blocks.length * 32 < length; counter++) {
    last = await hmacSha256(key, new Uint8Array([...last, ...info, counter]));
    blocks.push(last);
  }
  return new Uint8Array(blocks.flatMap((block) => [...block])).slice(0, length);
}

function hmac(algorithm: Algorithm): HmacImportParams {
  return { name: 'HMAC', hash: HASH_NAMES[algorithm] };
}

import type { Algorithm } from '../core/passcode.ts';
import type { PinRule } from '../core/policy-string.ts';
import { type SeedRecord, seedRecordAad } from '../core/seed-record.ts';
import { HASH_NAMES, randomBytes, subtle } from '../platform/webcrypto.ts';

/** The key that seals every seed of this app: it can wrap and unwrap, and never be read. */
export function generateSealingKey(): Promise<CryptoKey> {
  return subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

/** Seals a seed for its record. It goes from key object to ciphertext inside the browser's own memory. */
export async function sealSeed(
  sealingKey: CryptoKey,
  seed: CryptoKey,
  serial: string,
  pinKind: PinRule['kind'],
): Promise<SeedRecord> {
  const iv = randomBytes(12);
  const parameters = { name: 'AES-GCM', iv, additionalData: seedRecordAad(serial, pinKind) };
  return { v: 1, iv, ciphertext: new Uint8Array(await subtle.wrapKey('raw', seed, sealingKey, parameters)) };
}

/** Opens a record to a key that computes passcodes and can be neither read nor stored elsewhere. */
export function openSeed(
  sealingKey: CryptoKey,
  record: SeedRecord,
  serial: string,
  pinKind: PinRule['kind'],
  algorithm: Algorithm,
): Promise<CryptoKey> {
  const { iv, ciphertext } = record;
  return subtle.unwrapKey(
    'raw',
    ciphertext,
    sealingKey,
    { name: 'AES-GCM', iv, additionalData: seedRecordAad(serial, pinKind) },
    { name: 'HMAC', hash: HASH_NAMES[algorithm] },
    false,
    ['sign'],
  );
}

import { type Bytes, concat, lengthPrefixed, utf8 } from '../core/bytes.ts';
import { randomBytes, subtle } from '../platform/webcrypto.ts';

const PURPOSE = 'countersign/pin-biometric/v1';

/** A PIN-derived value that a biometric opens; see docs/formats/seed-record.md. */
export interface BiometricRecord {
  readonly credentialId: Bytes;
  /** What the authenticator turns into the secret that seals the value. */
  readonly input: Bytes;
  readonly iv: Bytes;
  readonly ciphertext: Bytes;
}

/** Seals the value under the secret that only a verified user gets from the authenticator. The value is wiped. */
export async function sealForBiometric(
  secret: Bytes,
  credentialId: Bytes,
  input: Bytes,
  serial: string,
  value: Bytes,
): Promise<BiometricRecord> {
  const iv = randomBytes(12);
  const parameters = { name: 'AES-GCM', iv, additionalData: aad(serial) };
  const ciphertext = new Uint8Array(await subtle.encrypt(parameters, await keyOf(secret), value));
  value.fill(0);
  return { credentialId, input, iv, ciphertext };
}

/** The PIN-derived value again. */
export async function openByBiometric(secret: Bytes, record: BiometricRecord, serial: string): Promise<Bytes> {
  const parameters = { name: 'AES-GCM', iv: record.iv, additionalData: aad(serial) };
  return new Uint8Array(await subtle.decrypt(parameters, await keyOf(secret), record.ciphertext));
}

async function keyOf(secret: Bytes): Promise<CryptoKey> {
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  secret.fill(0);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(PURPOSE) };
  return subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function aad(serial: string): Bytes {
  return concat(lengthPrefixed(utf8(PURPOSE)), lengthPrefixed(utf8(serial)));
}

import { type Bytes, sameBytes } from '../core/bytes.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** WebCrypto's names of the hashes that policies name. */
export const HASH_NAMES = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const;

/** The platform's cryptography, for the vault's operations on keys. */
export const subtle: SubtleCrypto = globalThis.crypto.subtle;

export function randomBytes(length: number): Bytes {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}

export async function sha256(input: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle.digest('SHA-256', input));
}

export async function hmacSha256(key: CryptoKey, input: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle.sign('HMAC', key, input));
}

/** Whether the MAC is right; the comparison takes the same time wherever it differs. */
export async function hmacMatches(key: CryptoKey, input: Bytes, mac: Bytes): Promise<boolean> {
  return sameBytes(await hmacSha256(key, input), mac);
}

/** Whether the ES256 signature by the key with this point is right; a point off the curve is a wrong signature. */
export async function es256Verifies(point: Bytes, signed: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await subtle.importKey('raw', point, EC, false, ['verify']);
    return await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
  } catch {
    return false;
  }
}

/** A key pair for signing whose private half can never leave the browser. */
export async function generateSigningKey(): Promise<{ readonly privateKey: CryptoKey; readonly point: Bytes }> {
  const pair = await subtle.generateKey(EC, false, ['sign', 'verify']);
  return { privateKey: pair.privateKey, point: await pointOf(pair.publicKey) };
}

/** A key pair for one key agreement. */
export async function generateAgreementKey(): Promise<{ readonly privateKey: CryptoKey; readonly point: Bytes }> {
  const pair = await subtle.generateKey(ECDH, false, ['deriveBits', 'deriveKey']);
  return { privateKey: pair.privateKey, point: await pointOf(pair.publicKey) };
}

/** The other side's public key; null where the point is not on the curve. */
export async function importAgreementPoint(point: Bytes): Promise<CryptoKey | null> {
  try {
    return await subtle.importKey('raw', point, ECDH, false, []);
  } catch {
    return null;
  }
}

export async function es256Sign(privateKey: CryptoKey, input: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, input));
}

async function pointOf(publicKey: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await subtle.exportKey('raw', publicKey));
}

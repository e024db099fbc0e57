import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers, toHex } from '../../test/known-answers.ts';
import { fromBase64Url } from '../core/bytes.ts';
import { movingFactor } from '../core/passcode.ts';
import { seedRecordAad } from '../core/seed-record.ts';
import { subtle } from '../platform/webcrypto.ts';
import { generateSealingKey, openSeed, sealSeed } from './sealing.ts';

interface Known {
  name: string;
  kDevice_hex: string;
  serial: string;
  pinKind: 'NONE' | 'SERVER' | 'TOKEN';
  aad_hex: string;
  seed_hex: string;
  v: number;
  iv_b64u: string;
  ciphertext_b64u: string;
}

const vectors = knownAnswers<{ good: Known[]; bad: Known[] }>('seed-record');
const bytes = (text: string): Uint8Array<ArrayBuffer> => fromBase64Url(text) ?? new Uint8Array();

async function open(known: Known): Promise<CryptoKey> {
  const key = await subtle.importKey('raw', fromHex(known.kDevice_hex), 'AES-GCM', false, ['wrapKey', 'unwrapKey']);
  const record = { v: 1, iv: bytes(known.iv_b64u), ciphertext: bytes(known.ciphertext_b64u) } as const;
  return openSeed(key, record, known.serial, known.pinKind, 'SHA1');
}

async function hmacOf(seed: CryptoKey): Promise<string> {
  return toHex(new Uint8Array(await subtle.sign('HMAC', seed, movingFactor(7))));
}

async function imported(seed: Uint8Array<ArrayBuffer>, extractable: boolean): Promise<CryptoKey> {
  return subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-1' }, extractable, ['sign']);
}

describe('a seed record', () => {
  it.each(vectors.good.filter(({ pinKind }) => pinKind === 'NONE'))('opens: $name', async (known) => {
    expect(toHex(seedRecordAad(known.serial, known.pinKind))).toBe(known.aad_hex);
    expect(await hmacOf(await open(known))).toBe(await hmacOf(await imported(fromHex(known.seed_hex), false)));
  });

  it.each(vectors.bad.filter(({ v }) => v === 1))('does not open: $name', async (known) => {
    await expect(open(known)).rejects.toBeDefined();
  });

  it('comes back from sealing, for its own serial only, and cannot be read', async () => {
    const sealingKey = await generateSealingKey();
    const seed = await imported(fromHex('00'.repeat(20)), true);
    const record = await sealSeed(sealingKey, seed, 'CS1', 'NONE');
    const opened = await openSeed(sealingKey, record, 'CS1', 'NONE', 'SHA1');
    expect(await hmacOf(opened)).toBe(await hmacOf(seed));
    expect(opened.extractable).toBe(false);
    await expect(openSeed(sealingKey, record, 'CS2', 'NONE', 'SHA1')).rejects.toBeDefined();
    await expect(subtle.exportKey('raw', sealingKey)).rejects.toBeDefined();
  });
});

import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers, toHex } from '../../test/known-answers.ts';
import { SEED, cheaply, vaultWithPin } from '../../test/pin-token.ts';
import { type Bytes, fromBase64Url } from '../core/bytes.ts';
import { codeOf } from '../core/errors.ts';
import type { SeedRecord } from '../core/seed-record.ts';
import { hmacSha256, subtle } from '../platform/webcrypto.ts';
import { stretch } from '../stretch/argon2id.ts';
import { answerOf, transact } from './database.ts';
import { openByBiometric, sealForBiometric } from './biometric-pin.ts';
import { pinValue, seedUnderPin } from './pin-sealing.ts';
import type { TokenSecrets } from './token.ts';

const vectors = knownAnswers<{
  pins: {
    name: string;
    kDevice_hex: string;
    kPepper_hex: string;
    serial: string;
    pin: string;
    salt_b64u: string;
    memory: number;
    passes: number;
    lanes: number;
    pinValue_hex: string;
    seed_hex: string;
    iv_b64u: string;
    ciphertext_b64u: string;
    wrongPin: string;
    wrongSeed_hex: string;
  }[];
}>('seed-record');

const bytes = (text: string): Bytes => fromBase64Url(text) ?? new Uint8Array();
const hmacKey = (raw: Bytes): Promise<CryptoKey> =>
  subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

describe('a record under a token PIN', () => {
  it.each(vectors.pins)('opens to the seed, or to another seed: $name', async (known) => {
    const derivation = {
      salt: bytes(known.salt_b64u),
      memory: known.memory,
      passes: known.passes,
      lanes: known.lanes,
    };
    const record: SeedRecord = {
      v: 1,
      iv: bytes(known.iv_b64u),
      ciphertext: bytes(known.ciphertext_b64u),
      pin: derivation,
    };
    const keys = {
      sealing: await subtle.importKey('raw', fromHex(known.kDevice_hex), 'AES-GCM', false, ['wrapKey', 'unwrapKey']),
      pepper: await hmacKey(fromHex(known.kPepper_hex)),
    };
    const open = async (pin: string): Promise<string> => {
      const value = await pinValue(stretch, keys.pepper, known.serial, pin, derivation);
      return toHex(await seedUnderPin(keys, record, known.serial, 'SHA256', value));
    };
    const value = await pinValue(stretch, keys.pepper, known.serial, known.pin, derivation);
    expect(toHex(value)).toBe(known.pinValue_hex);
    expect(await open(known.pin)).toBe(known.seed_hex);
    expect(await open(known.wrongPin)).toBe(known.wrongSeed_hex);
  });
});

/** All that lies in a database; key objects are as useful to a thief in this browser as to the app. */
async function stolen(database: IDBDatabase): Promise<{ secrets: TokenSecrets; keys: CryptoKey[]; text: string }> {
  const all = async <T>(store: 'tokens' | 'secrets' | 'keys'): Promise<T[]> =>
    transact(database, [store], 'readonly', (transaction) =>
      answerOf(transaction.objectStore(store).getAll() as IDBRequest<T[]>),
    );
  const [secrets] = await all<TokenSecrets>('secrets');
  const keys = await all<CryptoKey>('keys');
  const shape = [await all('tokens'), secrets];
  const text = JSON.stringify(shape, (_key, value: unknown) => {
    if (value instanceof CryptoKey) {
      return 'key';
    }
    return value instanceof Uint8Array ? `${value.length} bytes` : value;
  });
  return { secrets: secrets as TokenSecrets, keys, text };
}

const everyPin = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, '0'));

/** How many PINs a thief can rule out: those that do not open, or open to something that is no 32-byte seed. */
async function ruledOut(open: (pin: string) => Promise<Bytes>): Promise<{ out: number; seeds: Set<string> }> {
  const seeds = new Set<string>();
  let out = 0;
  for (let first = 0; first < everyPin.length; first += 100) {
    const opened = everyPin.slice(first, first + 100).map((pin) => open(pin).catch(() => null));
    for (const seed of await Promise.all(opened)) {
      if (seed?.length === 32) {
        seeds.add(toHex(seed));
      } else {
        out++;
      }
    }
  }
  return { out, seeds };
}

describe('a stolen vault', () => {
  it('opens to a plausible seed under each of the 10,000 PINs of four digits', { timeout: 300_000 }, async () => {
    const { database } = await vaultWithPin('7294');
    const { secrets, keys } = await stolen(database);
    const sealing = keys.find(({ algorithm }) => algorithm.name === 'AES-GCM') as CryptoKey;
    const pepper = keys.find(({ algorithm }) => algorithm.name === 'HMAC') as CryptoKey;
    const { seed } = secrets;
    const { out, seeds } = await ruledOut(async (pin) => {
      const value = await pinValue(cheaply, pepper, 'CS1', pin, seed.pin as NonNullable<typeof seed.pin>);
      return seedUnderPin({ sealing, pepper }, seed, 'CS1', 'SHA256', value);
    });
    expect(out).toBe(0);
    expect(seeds.size).toBe(10_000);
    expect(seeds.has(toHex(SEED))).toBe(true);
    // No seed stands out: each has about as many ones as zeros, as 256 random bits have.
    const ones = [...seeds].map((hex) => [...hex].reduce((sum, digit) => sum + onesOf(digit), 0));
    const average = ones.reduce((sum, count) => sum + count, 0) / ones.length;
    expect(average).toBeGreaterThan(126);
    expect(average).toBeLessThan(130);
    expect(Math.min(...ones)).toBeGreaterThan(80);
    expect(Math.max(...ones)).toBeLessThan(176);
  });

  it(
    'would give the PIN away if the seed were sealed under it, and the test above would notice',
    { timeout: 300_000 },
    async () => {
      const pepper = await hmacKey(SEED);
      const sealed = async (pin: string): Promise<CryptoKey> =>
        subtle.importKey('raw', await hmacSha256(pepper, new TextEncoder().encode(pin)), 'AES-GCM', false, [
          'encrypt',
          'decrypt',
        ]);
      const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
      const careless = await subtle.encrypt(parameters, await sealed('7294'), SEED);
      const { out } = await ruledOut(
        async (pin) => new Uint8Array(await subtle.decrypt(parameters, await sealed(pin), careless)),
      );
      expect(out).toBe(9_999);
    },
  );

  it('looks the same whichever PIN there is', async () => {
    const [one, other] = await Promise.all([vaultWithPin('7294'), vaultWithPin('58302746')]);
    const texts = await Promise.all([stolen(one.database), stolen(other.database)]);
    expect(texts[0]?.text).toBe(texts[1]?.text);
    expect(texts[0]?.text).not.toContain('7294');
  });
});

function onesOf(digit: string): number {
  return [...Number.parseInt(digit, 16).toString(2)].filter((bit) => bit === '1').length;
}

describe('the vault, for a token with a PIN', () => {
  it('gives no passcode before the PIN, and another under a wrong one', async () => {
    const { vault } = await vaultWithPin('7294');
    expect(await vault.timedPasscode('CS1').catch(codeOf)).toBe('pin_required');
    await vault.pins.open('CS1', '7294');
    const right = await vault.timedPasscode('CS1');
    await vault.pins.open('CS1', '7295');
    const wrong = await vault.timedPasscode('CS1');
    expect(right.kind).toBe('passcode');
    expect(wrong).not.toEqual(right);
  });

  it('forgets what was opened after two minutes, when told to, and when the token goes', async () => {
    const { vault, timers } = await vaultWithPin('7294');
    await vault.pins.open('CS1', '7294');
    expect([...vault.pins.opened.value]).toEqual(['CS1']);
    timers.forEach((run) => {
      run();
    });
    expect(await vault.timedPasscode('CS1').catch(codeOf)).toBe('pin_required');
    await vault.pins.open('CS1', '7294');
    vault.pins.closeAll();
    expect(vault.pins.isOpen('CS1')).toBe(false);
    await vault.pins.open('CS1', '7294');
    await vault.remove('CS1');
    expect(vault.pins.isOpen('CS1')).toBe(false);
  });

  it('keeps the seed through a change of PIN, and the old PIN when the change is dropped', async () => {
    const { vault, database } = await vaultWithPin('7294');
    await vault.pins.open('CS1', '7294');
    const before = await vault.timedPasscode('CS1');
    await vault.pins.prepareChange('CS1', '7294', '5830');
    await vault.pins.dropChange('CS1');
    expect((await stolen(database)).text).not.toContain('next');
    await vault.pins.open('CS1', '7294');
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.prepareChange('CS1', '7294', '5830');
    await vault.pins.adoptChange('CS1');
    await vault.pins.open('CS1', '5830');
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.open('CS1', '7294');
    expect(await vault.timedPasscode('CS1')).not.toEqual(before);
    expect((await stolen(database)).text).not.toContain('next');
  });

  it('opens by a biometric to the same seed, until the PIN changes', async () => {
    const { vault } = await vaultWithPin('7294');
    const secret = (): Bytes => Uint8Array.from({ length: 32 }, (_, index) => 7 * index);
    await vault.pins.open('CS1', '7294');
    const before = await vault.timedPasscode('CS1');
    await vault.pins.enableBiometric('CS1', '7294', Uint8Array.of(1), Uint8Array.of(2), secret());
    vault.pins.closeAll();
    await vault.pins.openByBiometric('CS1', secret());
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.prepareChange('CS1', '7294', '5830');
    await vault.pins.adoptChange('CS1');
    expect(await vault.pins.biometric('CS1')).toBeNull();
  });

  it('keeps a biometric to its token and its secret', async () => {
    const record = await sealForBiometric(new Uint8Array(32), Uint8Array.of(1), Uint8Array.of(2), 'CS1', SEED.slice());
    expect(await openByBiometric(new Uint8Array(32), record, 'CS1')).toEqual(SEED);
    await expect(openByBiometric(new Uint8Array(32), record, 'CS2')).rejects.toBeDefined();
    await expect(openByBiometric(new Uint8Array(32).fill(1), record, 'CS1')).rejects.toBeDefined();
  });
});

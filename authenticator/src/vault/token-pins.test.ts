import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers, toHex } from '../../test/known-answers.ts';
import { SEED, vaultWithPin } from '../../test/pin-token.ts';
import { type Bytes, fromBase64Url } from '../core/bytes.ts';
import { codeOf } from '../core/errors.ts';
import type { SeedRecord } from '../core/seed-record.ts';
import { subtle } from '../platform/webcrypto.ts';
import { stretch } from '../stretch/argon2id.ts';
import { openByBiometric, sealForBiometric } from './biometric-pin.ts';
import { pinValue, seedUnderPin } from './pin-sealing.ts';

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

  it('keeps the seed through a change of PIN, and the old PIN while the change is not adopted', async () => {
    const { vault } = await vaultWithPin('7294');
    await vault.pins.open('CS1', '7294');
    const before = await vault.timedPasscode('CS1');
    const change = await vault.pins.prepareChange('CS1', '7294', '5830');
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.open('CS1', '7294');
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.adoptChange(change);
    await vault.pins.open('CS1', '5830');
    expect(await vault.timedPasscode('CS1')).toEqual(before);
    await vault.pins.open('CS1', '7294');
    expect(await vault.timedPasscode('CS1')).not.toEqual(before);
  });

  it('takes one of two changes that began with the same PIN', async () => {
    const { vault } = await vaultWithPin('7294');
    const one = await vault.pins.prepareChange('CS1', '7294', '5830');
    const other = await vault.pins.prepareChange('CS1', '7294', '9146');
    await vault.pins.adoptChange(one);
    expect(await vault.pins.adoptChange(other).catch(codeOf)).toBe('pin_changed_elsewhere');
    await vault.pins.open('CS1', '5830');
    const right = await vault.timedPasscode('CS1');
    await vault.pins.open('CS1', '9146');
    expect(await vault.timedPasscode('CS1')).not.toEqual(right);
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
    await vault.pins.adoptChange(await vault.pins.prepareChange('CS1', '7294', '5830'));
    expect(await vault.pins.biometric('CS1')).toBeNull();
  });

  it('keeps a biometric to its token and its secret', async () => {
    const record = await sealForBiometric(new Uint8Array(32), Uint8Array.of(1), Uint8Array.of(2), 'CS1', SEED.slice());
    expect(await openByBiometric(new Uint8Array(32), record, 'CS1')).toEqual(SEED);
    await expect(openByBiometric(new Uint8Array(32), record, 'CS2')).rejects.toBeDefined();
    await expect(openByBiometric(new Uint8Array(32).fill(1), record, 'CS1')).rejects.toBeDefined();
  });
});

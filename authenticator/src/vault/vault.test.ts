import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { fromHex } from '../../test/known-answers.ts';
import { checkMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import { parseJws } from '../core/jws.ts';
import { parsePolicy } from '../core/policy-string.ts';
import type { WithLock } from '../platform/locks.ts';
import { es256Verifies, generateSigningKey, subtle } from '../platform/webcrypto.ts';
import { answerOf, openDatabase, transact } from './database.ts';
import { Vault } from './vault.ts';

const SEED = fromHex('3132333435363738393031323334353637383930');
const noLock: WithLock = (_name, act) => act();
let now = 59;
const clock = { now: () => now, after: () => () => undefined };
let database: IDBDatabase;
let vault: Vault;
let devicePoint: Uint8Array<ArrayBuffer>;

async function add(serial: string, policy: string, code = '123456'): Promise<void> {
  const device = await generateSigningKey();
  devicePoint = device.point;
  const seed = await subtle.importKey('raw', SEED, { name: 'HMAC', hash: 'SHA-1' }, true, ['sign']);
  await vault.add(
    {
      signed: { issuer: 'https://app.example.org', serial, policy, level: 1, pushKey: device.point },
      policy: parsePolicy(policy),
      seed,
      signingKey: device.privateKey,
    },
    {
      name: 'Acme',
      organisation: 'Acme',
      account: 'alice',
      server: 'https://app.example.org',
      pushEnabled: true,
      asksPassword: false,
      code,
    },
    null,
  );
}

beforeEach(async () => {
  now = 59;
  database = await openDatabase(new IDBFactory());
  vault = new Vault(database, clock, noLock);
});

describe('a time-based token', () => {
  beforeEach(() => add('T', 'TOTP-SHA1-8-30;PIN=NONE;PUSH=1'));

  it('shows the passcode of the step with the seconds left', async () => {
    // RFC 6238, Appendix B
    expect(await vault.timedPasscode('T')).toEqual({ kind: 'passcode', passcode: '94287082', step: 1, secondsLeft: 1 });
  });

  it('activates with the passcode of the step before', async () => {
    now = 89;
    expect(await vault.activationPasscode('T')).toBe('94287082');
  });

  it('never shows or sends a passcode that an answer used', async () => {
    now = 31;
    const first = await vault.passcodeForAnswer('T');
    expect(first).toEqual({ kind: 'passcode', passcode: '94287082' });
    expect(await vault.timedPasscode('T')).toEqual({ kind: 'spent', secondsLeft: 29 });
    const second = await vault.passcodeForAnswer('T');
    expect(second.kind).toBe('passcode');
    expect(second).not.toEqual(first);
    expect(await vault.passcodeForAnswer('T')).toEqual({ kind: 'wait', seconds: 29 });
    now = 60;
    expect(await vault.timedPasscode('T')).toEqual({ kind: 'spent', secondsLeft: 30 });
    now = 90;
    expect((await vault.timedPasscode('T')).kind).toBe('passcode');
  });
});

describe('an event-based token', () => {
  beforeEach(() => add('H', 'HOTP-SHA1-6;PIN=NONE'));

  it('gives the passcodes of RFC 4226 one after the other, after the one that activated it', async () => {
    expect(await vault.activationPasscode('H')).toBe('755224');
    expect(await vault.nextPasscode('H')).toBe('287082');
    expect(await vault.nextPasscode('H')).toBe('359152');
    expect(await vault.passcodeForAnswer('H')).toEqual({ kind: 'passcode', passcode: '969429' });
    expect((await vault.tokens())[0]?.counter).toBe(4);
  });

  it('activates again after a lost reply without going back', async () => {
    await vault.activationPasscode('H');
    await vault.nextPasscode('H');
    expect(await vault.activationPasscode('H')).toBe('755224');
    expect((await vault.tokens())[0]?.counter).toBe(2);
  });

  it('gives every tab a passcode of its own', async () => {
    const other = new Vault(database, clock, noLock);
    const passcodes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 ? vault : other).nextPasscode('H')),
    );
    expect(new Set(passcodes).size).toBe(12);
  });

  it('has advanced its counter on the disk before a passcode is computed', async () => {
    await transact(database, ['keys'], 'readwrite', (transaction) =>
      answerOf(transaction.objectStore('keys').delete('seal')),
    );
    await vault.nextPasscode('H').catch(() => null);
    expect((await vault.tokens())[0]?.counter).toBe(1);
  });
});

describe('a challenge-response token', () => {
  it('answers as RFC 6287 says', async () => {
    await add('O', 'OCRA-SHA1-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA1-6:QN08');
    expect(await vault.response('O', '11111111')).toBe('243178');
    expect(await vault.response('O', '99999999')).toBe('294470');
  });

  it('proves itself by answering the code of its enrollment', async () => {
    await add('O', 'OCRA-SHA1-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA1-6:QN08', '000000');
    // The number 0, however many digits it is written with.
    expect(await vault.activationPasscode('O')).toBe('237653');
  });

  it('answers for the time step that its suite has', async () => {
    await add('O', 'OCRA-SHA1-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA1-6:QN08-T1M');
    const first = await vault.response('O', '11111111');
    now = 61;
    expect(await vault.response('O', '11111111')).not.toBe(first);
    now = 59;
    expect(await vault.response('O', '11111111')).toBe(first);
  });

  it('gives no response where it is none', async () => {
    await add('T', 'TOTP-SHA1-6-30;PIN=NONE');
    expect(await vault.response('T', '11111111').catch(codeOf)).toBe('policy_unsupported');
  });
});

describe('the vault', () => {
  beforeEach(() => add('T', 'TOTP-SHA1-6-30;PIN=NONE'));

  it('signs for the server that the token belongs to', async () => {
    const jws = parseJws(await vault.sign('T', checkMessage), 'countersign-check+jwt');
    expect(jws?.payload).toMatchObject({ iss: 'T', aud: 'https://app.example.org', iat: 59, exp: 179 });
    expect(jws && (await es256Verifies(devicePoint, jws.signed, jws.signature))).toBe(true);
  });

  it('keeps no seed and no readable key outside the record', async () => {
    const [tokens, secrets, keys] = await Promise.all(
      (['tokens', 'secrets', 'keys'] as const).map((store) =>
        transact(database, [store], 'readonly', (transaction) =>
          answerOf(transaction.objectStore(store).getAll() as IDBRequest<Record<string, unknown>[]>),
        ),
      ),
    );
    expect(Object.keys(tokens?.[0] ?? {})).not.toContain('seed');
    const secret = secrets?.[0] as { seed: { ciphertext: Uint8Array }; signingKey: CryptoKey };
    expect(Buffer.from(secret.seed.ciphertext).includes(Buffer.from(SEED))).toBe(false);
    expect(secret.signingKey.extractable).toBe(false);
    expect((keys?.[0] as unknown as CryptoKey).extractable).toBe(false);
  });

  it('renames and removes a token with its secrets', async () => {
    expect((await vault.change('T', { name: 'Mine' })).name).toBe('Mine');
    await vault.remove('T');
    expect(await vault.tokens()).toEqual([]);
    expect(await vault.sign('T', checkMessage).catch(codeOf)).toBe('token_missing');
  });
});

import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { knownAnswers } from '../../test/known-answers.ts';
import { checkMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import type { WithLock } from '../platform/locks.ts';
import { answerOf, openDatabase, transact } from './database.ts';
import { ThirdPartyOffer } from './third-party.ts';
import { serverTokens } from './token.ts';
import { Vault } from './vault.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const noLock: WithLock = (_name, act) => act();
let now = 59;
const clock = { now: () => now, after: () => () => undefined };
let database: IDBDatabase;
let vault: Vault;

beforeEach(async () => {
  now = 59;
  database = await openDatabase(new IDBFactory());
  vault = new Vault(database, clock, noLock);
});

const keep = async (uri: string): Promise<string> => (await vault.keep(await ThirdPartyOffer.read(uri), 'Mail')).serial;

describe('a token of another provider', () => {
  it('shows the time-based passcodes of RFC 6238', async () => {
    const serial = await keep(`otpauth://totp/Example:alice?secret=${SECRET}&digits=8`);
    expect(await vault.timedPasscode(serial)).toMatchObject({ kind: 'passcode', passcode: '94287082', step: 1 });
    now = 1_111_111_109;
    expect(await vault.timedPasscode(serial)).toMatchObject({ kind: 'passcode', passcode: '07081804' });
  });

  it('shows the event-based passcodes of RFC 4226 from the counter of its link on', async () => {
    const serial = await keep(`otpauth://hotp/alice?secret=${SECRET}&counter=1`);
    expect(await vault.nextPasscode(serial)).toBe('287082');
    expect(await vault.nextPasscode(serial)).toBe('359152');
    expect((await vault.tokens())[0]?.counter).toBe(3);
  });

  it.each(
    knownAnswers<{ vectors: { uri: string; issuer: string | null; account: string; digits: number }[] }>('otpauth')
      .vectors,
  )(
    'is offered with what its link says, or refused for its length or counter: $uri',
    async ({ uri, issuer, account, digits }) => {
      const offer = await ThirdPartyOffer.read(uri).catch(codeOf);
      if (typeof offer === 'string') {
        expect(offer).toBe(digits === 9 ? 'otpauth_digits' : 'otpauth_parameter_value');
        expect(digits === 9 || uri.includes('counter=9007199254740991')).toBe(true);
      } else {
        expect(offer).toMatchObject({ issuer, account, rules: { length: digits } });
      }
    },
  );

  it.each([
    [`otpauth://totp/a?secret=${SECRET}&digits=5`, 'otpauth_digits'],
    [`otpauth://totp/a?secret=${SECRET}&digits=9`, 'otpauth_digits'],
    [`otpauth://totp/a?secret=${SECRET}&period=14`, 'otpauth_period'],
    [`otpauth://totp/a?secret=${SECRET}&period=121`, 'otpauth_period'],
    [`otpauth://totp/a?secret=${SECRET}&algorithm=MD5`, 'otpauth_parameter_value'],
    ['otpauth://totp/a?secret=GEZDGNBV', 'otpauth_secret'],
  ])('is refused with its reason: %s', async (uri, code) => {
    expect(await ThirdPartyOffer.read(uri).catch(codeOf)).toBe(code);
  });

  it.each([
    [`otpauth://totp/a?secret=${SECRET}&digits=6&period=15`],
    [`otpauth://totp/a?secret=${SECRET}&digits=8&period=120`],
  ])('is taken at the limits: %s', async (uri) => {
    expect((await ThirdPartyOffer.read(uri)).account).toBe('a');
  });

  it('lies sealed: no seed in the clear, in no store', async () => {
    await keep(`otpauth://totp/Example:alice?secret=${SECRET}`);
    for (const store of ['tokens', 'secrets'] as const) {
      const [record] = await transact(database, [store], 'readonly', (transaction) =>
        answerOf(transaction.objectStore(store).getAll() as IDBRequest<unknown[]>),
      );
      const text = JSON.stringify(record, (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('12345678901234567890');
    }
  });

  it('gives its seed to nobody who holds the offer', async () => {
    const offer = await ThirdPartyOffer.read(`otpauth://totp/a?secret=${SECRET}`);
    const reachable = Object.values(offer).filter((value) => value instanceof CryptoKey);
    expect(reachable).toEqual([]);
    expect(JSON.stringify(offer)).not.toContain(SECRET);
  });

  it('has no server: nothing is signed for it, changed by one, or sent to one', async () => {
    const serial = await keep(`otpauth://totp/a?secret=${SECRET}`);
    expect(await vault.sign(serial, checkMessage).catch(codeOf)).toBe('token_missing');
    expect(await vault.change(serial, { inactive: true }).catch(codeOf)).toBe('token_missing');
    expect(serverTokens(await vault.tokens())).toEqual([]);
  });

  it('is renamed and removed like any other', async () => {
    const serial = await keep(`otpauth://totp/a?secret=${SECRET}`);
    expect((await vault.rename(serial, 'Mine')).name).toBe('Mine');
    await vault.remove(serial);
    expect(await vault.timedPasscode(serial).catch(codeOf)).toBe('token_missing');
  });
});

describe('a database of the first version', () => {
  it('keeps its tokens, which are a server’s', async () => {
    const factory = new IDBFactory();
    const first = await new Promise<IDBDatabase>((resolve) => {
      const request = factory.open('countersign', 1);
      request.onupgradeneeded = () => {
        request.result
          .createObjectStore('tokens', { keyPath: 'serial' })
          .put({ serial: 'CS1', name: 'Acme', counter: 7 });
        request.result.createObjectStore('secrets', { keyPath: 'serial' }).put({ serial: 'CS1' });
        request.result.createObjectStore('keys').put('sealing key', 'seal');
      };
      request.onsuccess = () => {
        resolve(request.result);
      };
    });
    first.close();
    const upgraded = await openDatabase(factory);
    expect(await new Vault(upgraded, clock, noLock).tokens()).toEqual([
      { origin: 'server', serial: 'CS1', name: 'Acme', counter: 7 },
    ]);
    const kept = await transact(upgraded, ['secrets', 'keys'], 'readonly', async (transaction) => [
      await answerOf(transaction.objectStore('secrets').count()),
      await answerOf(transaction.objectStore('keys').count()),
    ]);
    expect(kept).toEqual([1, 1]);
  });
});

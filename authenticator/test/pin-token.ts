import { IDBFactory } from 'fake-indexeddb';
import type { StretchPin } from '../src/core/seed-record.ts';
import { parsePolicy } from '../src/core/policy-string.ts';
import type { WithLock } from '../src/platform/locks.ts';
import { generateSigningKey, subtle } from '../src/platform/webcrypto.ts';
import { stretch } from '../src/stretch/argon2id.ts';
import { openDatabase } from '../src/vault/database.ts';
import type { ServerToken } from '../src/vault/token.ts';
import { Vault } from '../src/vault/vault.ts';

export const SEED = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
export const POLICY = 'TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2';

const noLock: WithLock = (_name, act) => act();

/** Argon2id as the app has it, at a cost at which a test can try every PIN there is. */
export const cheaply: StretchPin = (pin, derivation) => stretch(pin, { ...derivation, memory: 8, passes: 1 });

/** A vault with one token under a PIN, and its clock. */
export async function vaultWithPin(
  pin: string,
  policy = POLICY,
): Promise<{ vault: Vault; database: IDBDatabase; token: ServerToken; timers: (() => void)[] }> {
  const timers: (() => void)[] = [];
  const clock = {
    now: () => 59,
    after: (_milliseconds: number, callback: () => void) => {
      timers.push(callback);
      return () => {
        timers.splice(timers.indexOf(callback), 1);
      };
    },
  };
  const database = await openDatabase(new IDBFactory());
  const vault = new Vault(database, clock, noLock, cheaply);
  const token = await anotherToken(vault, 'CS1', policy, pin);
  return { vault, database, token, timers };
}

/** One more token in a vault. */
export async function anotherToken(
  vault: Vault,
  serial: string,
  policy: string,
  pin: string | null,
): Promise<ServerToken> {
  const device = await generateSigningKey();
  const seed = await subtle.importKey('raw', SEED, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  const signed = { issuer: 'https://app.example.org', serial, policy, level: 1, pushKey: device.point };
  return vault.add(
    { signed, policy: parsePolicy(policy), seed, signingKey: device.privateKey },
    {
      name: 'Acme',
      organisation: 'Acme',
      account: 'alice',
      server: 'https://app.example.org',
      pushEnabled: true,
      asksPassword: false,
    },
    pin,
  );
}

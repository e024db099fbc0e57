import { beforeEach, describe, expect, it } from 'vitest';
import { POLICY, anotherToken, vaultWithPin } from '../../test/pin-token.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { Store } from '../core/store.ts';
import type { Token } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { AppLock, type UserChecks } from './app-lock.ts';

let vault: Vault;
let tokens: Store<readonly Token[]>;
let now: number;
let isUser: boolean;
let made: number;
let told: number;
const clock = { now: () => now, after: () => () => undefined };
const checks: UserChecks = {
  isPossible: () => Promise.resolve(isUser),
  make: () => Promise.resolve(Uint8Array.of(1, 2, made++)),
  check: () => (isUser ? Promise.resolve() : Promise.reject(new AppError('biometric_cancelled'))),
};
const DEMANDING = 'TOTP-SHA256-6-30;PIN=NONE;LOCK=1;PUSH=1;NUM=2';

/** The lock of a tab that is opened now. */
async function start(): Promise<AppLock> {
  tokens.set(await vault.tokens());
  const removing = async (_going: readonly Token[], act: () => Promise<readonly Token[]>): Promise<void> => {
    await act();
    tokens.set(await vault.tokens());
  };
  return AppLock.start({ vault, clock, tokens, tell: () => told++, removing }, checks);
}

async function serials(): Promise<string[]> {
  return (await vault.tokens()).map(({ serial }) => serial).sort();
}

beforeEach(async () => {
  now = 1_000;
  isUser = true;
  made = 0;
  told = 0;
  tokens = new Store<readonly Token[]>([]);
  ({ vault } = await vaultWithPin('7294'));
});

describe('the lock of the app', () => {
  it('is off until it is wanted', async () => {
    const lock = await start();
    expect(lock.state.value).toBe('off');
    lock.left();
    now += 3_600;
    lock.returned();
    expect(lock.state.value).toBe('off');
  });

  it('is there from the first moment once it is on, and opens for its user only', async () => {
    await (await start()).switchOn();
    const lock = await start();
    expect(lock.state.value).toBe('locked');
    isUser = false;
    expect(await lock.unlock().catch(codeOf)).toBe('biometric_cancelled');
    expect(lock.state.value).toBe('locked');
    isUser = true;
    await lock.unlock();
    expect(lock.state.value).toBe('open');
  });

  it('closes after a minute away, with what a PIN has opened', async () => {
    const lock = await start();
    await lock.switchOn();
    lock.left();
    now += 59;
    lock.returned();
    expect(lock.state.value).toBe('open');
    await vault.pins.open('CS1', '7294');
    lock.left();
    now += 60;
    lock.returned();
    expect(lock.state.value).toBe('locked');
    expect(vault.pins.isOpen('CS1')).toBe(false);
  });

  it('is switched off by its user only', async () => {
    const lock = await start();
    await lock.switchOn();
    isUser = false;
    expect(await lock.switchOff().catch(codeOf)).toBe('biometric_cancelled');
    expect((await start()).state.value).toBe('locked');
    isUser = true;
    await lock.switchOff();
    expect((await start()).state.value).toBe('off');
  });
});

describe('another tab', () => {
  it('locks when it hears that the lock was switched on, and opens up when it was switched off', async () => {
    const [here, there] = [await start(), await start()];
    await here.switchOn();
    expect(told).toBe(1);
    await there.reread();
    expect(there.state.value).toBe('locked');
    await here.switchOff();
    expect(told).toBe(2);
    await there.reread();
    expect(there.state.value).toBe('off');
  });

  it('does not stay open under a lock that was made anew', async () => {
    const [here, there] = [await start(), await start()];
    await here.switchOn();
    await there.unlock();
    expect(there.state.value).toBe('open');
    await here.switchOff();
    await here.switchOn();
    await there.reread();
    expect(there.state.value).toBe('locked');
  });

  it('learns of the lock when it is seen again, even if it heard nothing', async () => {
    const [here, there] = [await start(), await start()];
    await here.switchOn();
    there.returned();
    await expect.poll(() => there.state.value).toBe('locked');
  });
});

describe('the way out of a lock that nothing opens', () => {
  beforeEach(async () => {
    await anotherToken(vault, 'CS2', 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1', null);
    await anotherToken(vault, 'CS3', 'TOTP-SHA256-6-30;PIN=SERVER:4-8:DIGITS;PUSH=1', null);
  });

  it('takes every token with it that only the lock kept, and leaves those that a token PIN guards', async () => {
    await (await start()).switchOn();
    const lock = await start();
    isUser = false;
    expect(lock.costOfGivingUp()).toEqual({ removed: 2, kept: 1 });
    await lock.giveUp();
    expect(await serials()).toEqual(['CS1']);
    expect(lock.state.value).toBe('off');
    expect(told).toBe(2);
    expect(await vault.lockId()).toBeNull();
    expect(await vault.timedPasscode('CS1').catch(codeOf)).toBe('pin_required');
  });

  it('keeps lock and tokens when the tokens cannot be removed', async () => {
    await (await start()).switchOn();
    tokens.set(await vault.tokens());
    const removing = (): Promise<void> => Promise.reject(new AppError('storage_failed'));
    const lock = await AppLock.start({ vault, clock, tokens, tell: () => told++, removing }, checks);
    expect(await lock.giveUp().catch(codeOf)).toBe('storage_failed');
    expect(lock.state.value).toBe('locked');
    expect(await serials()).toEqual(['CS1', 'CS2', 'CS3']);
  });
});

describe('a policy that wants the lock', () => {
  it('demands it, holds it on, and lets it go with its last token', async () => {
    const lock = await start();
    await anotherToken(vault, 'CS2', DEMANDING, null);
    tokens.set(await vault.tokens());
    expect(lock.state.value).toBe('demanded');
    expect(lock.demandedBy.value).toEqual(['Acme']);
    expect((await start()).state.value).toBe('demanded');
    await lock.switchOn();
    expect(lock.state.value).toBe('open');
    expect(await lock.switchOff().catch(codeOf)).toBe('lock_demanded');
    expect((await start()).state.value).toBe('locked');
    await vault.remove('CS2');
    tokens.set(await vault.tokens());
    await lock.switchOff();
    expect(lock.state.value).toBe('off');
  });

  it('demands it again from tokens that stayed when the lock was given up', async () => {
    await anotherToken(vault, 'CS2', POLICY.replace('BIO=1', 'BIO=1;LOCK=1'), '7294');
    const lock = await start();
    await lock.switchOn();
    await lock.giveUp();
    expect(await serials()).toEqual(['CS1', 'CS2']);
    expect(lock.state.value).toBe('demanded');
  });

  it('can be escaped on a device without any lock only by removing its tokens', async () => {
    await anotherToken(vault, 'CS2', DEMANDING, null);
    isUser = false;
    const lock = await start();
    expect(await lock.isPossible()).toBe(false);
    expect(lock.costOfGivingUp()).toEqual({ removed: 1, kept: 1 });
    await lock.giveUp();
    expect(await serials()).toEqual(['CS1']);
    expect(lock.state.value).toBe('off');
  });
});

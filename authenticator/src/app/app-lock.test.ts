import { beforeEach, describe, expect, it } from 'vitest';
import { vaultWithPin } from '../../test/pin-token.ts';
import { AppError, codeOf } from '../core/errors.ts';
import type { Vault } from '../vault/vault.ts';
import { AppLock, type UserChecks } from './app-lock.ts';

const ID = Uint8Array.of(1, 2, 3);
let vault: Vault;
let now: number;
let isUser: boolean;
const clock = { now: () => now, after: () => () => undefined };
const checks: UserChecks = {
  make: () => Promise.resolve(ID),
  check: (id) =>
    isUser && id.join() === ID.join() ? Promise.resolve() : Promise.reject(new AppError('biometric_cancelled')),
};

beforeEach(async () => {
  now = 1_000;
  isUser = true;
  ({ vault } = await vaultWithPin('7294'));
});

describe('the lock of the app', () => {
  it('is off until it is wanted', async () => {
    const lock = await AppLock.start(vault, clock, checks);
    expect(lock.state.value).toBe('off');
    lock.left();
    now += 3_600;
    lock.returned();
    expect(lock.state.value).toBe('off');
  });

  it('is there from the first moment once it is on, and opens for its user only', async () => {
    await (await AppLock.start(vault, clock, checks)).switchOn();
    const lock = await AppLock.start(vault, clock, checks);
    expect(lock.state.value).toBe('locked');
    isUser = false;
    expect(await lock.unlock().catch(codeOf)).toBe('biometric_cancelled');
    expect(lock.state.value).toBe('locked');
    isUser = true;
    await lock.unlock();
    expect(lock.state.value).toBe('open');
  });

  it('closes after a minute away, with what a PIN has opened', async () => {
    const lock = await AppLock.start(vault, clock, checks);
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
    const lock = await AppLock.start(vault, clock, checks);
    await lock.switchOn();
    isUser = false;
    expect(await lock.switchOff().catch(codeOf)).toBe('biometric_cancelled');
    expect((await AppLock.start(vault, clock, checks)).state.value).toBe('locked');
    isUser = true;
    await lock.switchOff();
    expect((await AppLock.start(vault, clock, checks)).state.value).toBe('off');
  });
});

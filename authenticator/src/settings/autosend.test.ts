import { describe, expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import type { ServerToken } from '../vault/token.ts';
import { switchAll } from './autosend.ts';

const POLICY = 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2';

function token(serial: string, facts: Partial<ServerToken> = {}): ServerToken {
  return { serial, policy: POLICY, state: 'active', inactive: false, pushEnabled: true, ...facts } as ServerToken;
}

const tokens = [
  token('A'),
  token('B'),
  token('off', { pushEnabled: false }),
  token('without-push', { policy: 'TOTP-SHA256-6-30;PIN=NONE' }),
  token('claimed', { state: 'claimed' }),
  token('inactive', { inactive: true }),
];

describe('Autosend for this device', () => {
  it('switches off every token that has it on, and no other', async () => {
    const switched: string[] = [];
    const outcome = await switchAll(tokens, false, ({ serial }, on) => {
      switched.push(`${serial} ${String(on)}`);
      return Promise.resolve();
    });
    expect(switched).toEqual(['A false', 'B false']);
    expect(outcome).toEqual({ changed: 2, failed: [], code: null });
  });

  it('switches on what is off', async () => {
    const switched: string[] = [];
    await switchAll(tokens, true, ({ serial }) => {
      switched.push(serial);
      return Promise.resolve();
    });
    expect(switched).toEqual(['off']);
  });

  it('goes on with the others when one fails, and says which stayed', async () => {
    const switched: string[] = [];
    const outcome = await switchAll(tokens, false, ({ serial }) => {
      switched.push(serial);
      return serial === 'A' ? Promise.reject(new AppError('offline')) : Promise.resolve();
    });
    expect(switched).toEqual(['A', 'B']);
    expect(outcome).toMatchObject({ changed: 1, failed: [{ serial: 'A' }], code: 'offline' });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { SEED, vaultWithPin } from '../../test/pin-token.ts';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { pinProofInput } from '../core/device-messages.ts';
import { AppError, type ErrorCode, codeOf } from '../core/errors.ts';
import type { AppEvent } from '../core/event-log.ts';
import { parseJws } from '../core/jws.ts';
import { hmacSha256, subtle } from '../platform/webcrypto.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { Pins } from './pins.ts';

let vault: Vault;
let token: ServerToken;
let pins: Pins;
let down: ErrorCode | null;
let left: number;
let logged: AppEvent[];

/** The server's side of a PIN check, by the page. */
async function check(jws: string): Promise<void> {
  if (down !== null) {
    throw new AppError(down);
  }
  const claims = parseJws(jws, 'countersign-pin-check+jwt')?.payload ?? {};
  const id = fromBase64Url(String(claims['jti'])) ?? new Uint8Array();
  const key = await subtle.importKey('raw', SEED, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const right = await hmacSha256(key, pinProofInput({ serial: 'CS1', audience: '', now: 0, id }));
  if (claims['proof'] === toBase64Url(right)) {
    left = 5;
    return;
  }
  left--;
  throw left > 0 ? new AppError('pin_wrong', '', null, left) : new AppError('token_locked');
}

async function stored(): Promise<ServerToken> {
  return (await vault.tokens())[0] as ServerToken;
}

function recorder(): Records {
  return { log: (event: AppEvent) => logged.push(event) } as unknown as Records;
}

beforeEach(async () => {
  down = null;
  left = 5;
  logged = [];
  const records = recorder();
  ({ vault, token } = await vaultWithPin('7294'));
  pins = new Pins({ vault, api: { checkPin: check } as DeviceApi, records, onChanged: () => undefined });
});

describe('a token PIN', () => {
  it('opens the token when it is right', async () => {
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'right' });
    expect(vault.pins.isOpen('CS1')).toBe(true);
  });

  it('closes it again when it is wrong, and says how many tries are left', async () => {
    expect(await pins.enter(token, '7295')).toEqual({ kind: 'wrong', left: 4 });
    expect(vault.pins.isOpen('CS1')).toBe(false);
    expect(await pins.enter(token, '7296')).toEqual({ kind: 'wrong', left: 3 });
  });

  it('marks the token when the server has locked it', async () => {
    left = 1;
    expect(await pins.enter(token, '7295')).toEqual({ kind: 'locked' });
    expect(await stored()).toMatchObject({ inactive: true, lockedByPin: true });
  });

  it('opens unverified without the server, ten times in a row, then no more', async () => {
    down = 'offline';
    for (let entry = 0; entry < 10; entry++) {
      expect(await pins.enter(token, entry % 2 ? '7294' : '0000')).toEqual({ kind: 'unverified' });
      expect(vault.pins.isOpen('CS1')).toBe(true);
    }
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'hidden' });
    expect(vault.pins.isOpen('CS1')).toBe(false);
    down = null;
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'right' });
    expect((await stored()).unverifiedPins).toBe(0);
    down = 'unavailable';
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'unverified' });
  });

  it('is changed once the server has confirmed the current and the new one', async () => {
    expect(await pins.change(token, '7295', '5830')).toEqual({ kind: 'wrong', left: 4 });
    expect(await pins.change(token, '7294', '5830')).toEqual({ kind: 'right' });
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'wrong', left: 4 });
    expect(await pins.enter(token, '5830')).toEqual({ kind: 'right' });
    expect(logged).toEqual([
      { kind: 'pin-refused', serial: 'CS1', outcome: 'pin_wrong' },
      { kind: 'pin-changed', serial: 'CS1' },
      { kind: 'pin-refused', serial: 'CS1', outcome: 'pin_wrong' },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/7294|7295|5830/u);
  });

  it('stays what it was without the server, or when it goes away half way', async () => {
    down = 'offline';
    expect(await pins.change(token, '7294', '5830').catch(codeOf)).toBe('offline');
    down = null;
    let calls = 0;
    const failing = {
      checkPin: async (jws: string) => {
        calls++;
        down = calls === 2 ? 'offline' : null;
        await check(jws);
      },
    };
    const records = recorder();
    const other = new Pins({ vault, api: failing as DeviceApi, records, onChanged: () => undefined });
    expect(await other.change(token, '7294', '5830').catch(codeOf)).toBe('offline');
    expect(calls).toBe(2);
    down = null;
    expect(await pins.enter(token, '7294')).toEqual({ kind: 'right' });
    expect(await pins.enter(token, '5830')).toEqual({ kind: 'wrong', left: 4 });
  });
});

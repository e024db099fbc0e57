import { beforeEach, describe, expect, it } from 'vitest';
import { anotherToken, vaultWithPin } from '../../test/pin-token.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { parseJws } from '../core/jws.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { type RemovalNeeds, remove } from './removal.ts';

let vault: Vault;
let token: ServerToken;
let told: { sub: unknown; pushEnabled: unknown }[];
let kept: string[];
let needs: RemovalNeeds;

beforeEach(async () => {
  told = [];
  kept = [];
  ({ vault } = await vaultWithPin('7294'));
  const claimed = await anotherToken(vault, 'CS2', 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1', null);
  token = await vault.change(claimed.serial, { state: 'active' });
  needs = {
    vault,
    api: {
      settings: (jws) => {
        const claims = parseJws(jws, 'countersign-settings+jwt')?.payload;
        told.push({ sub: claims?.['iss'], pushEnabled: claims?.['pushEnabled'] });
        return Promise.reject(new AppError('offline'));
      },
    },
    records: { forget: (serial) => kept.push(`forget ${serial}`), log: ({ kind }) => kept.push(kind) },
  };
});

describe('removing a token', () => {
  it('tells its server, with a signature made before the key went, and does not mind when nobody hears it', async () => {
    await remove(needs, token, (_name, act) => act());
    expect((await vault.tokens()).map(({ serial }) => serial)).toEqual(['CS1']);
    expect(told).toEqual([{ sub: 'CS2', pushEnabled: false }]);
    expect(kept).toEqual(['forget CS2', 'token-removed']);
  });

  it('does not wait for another word about this device that is still on its way', async () => {
    await remove(needs, token, () => new Promise(() => undefined));
    expect(await vault.tokens()).toHaveLength(1);
  });

  it('says when the storage fails, and tells nobody anything then', async () => {
    const failing = { sign: vault.sign.bind(vault), remove: () => Promise.reject(new AppError('storage_failed')) };
    expect(await remove({ ...needs, vault: failing }, token, (_name, act) => act()).catch(codeOf)).toBe(
      'storage_failed',
    );
    expect(told).toEqual([]);
    expect(kept).toEqual([]);
  });

  it('has nobody to tell of a token that the server does not take yet', async () => {
    await remove(needs, await vault.change('CS2', { state: 'claimed' }), (_name, act) => act());
    expect(told).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestJws, token } from '../../test/request-scene.ts';
import type * as Genuine from '../vault/genuine-request.ts';
import type { Vault } from '../vault/vault.ts';
import { showRequest, verified } from './notifications.ts';

const now = 1_796_000_000;
const enhanced = { ...token, origin: 'server', policy: 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1' } as const;
let lockId: Uint8Array<ArrayBuffer> | null;
let shown: { readonly title: string; readonly options: Record<string, unknown> }[];

const vault = {
  tokens: () => Promise.resolve([enhanced]),
  lockId: () => Promise.resolve(lockId),
} as unknown as Vault;

/** The same request, without the number that would have to be typed. */
async function received(): Promise<NonNullable<Awaited<ReturnType<typeof verified>>>> {
  const found = await verified(vault, token.serial, requestJws);
  if (found === null) {
    throw new Error('not received');
  }
  return found;
}

vi.mock('../vault/genuine-request.ts', async (original) => {
  const real = await original<typeof Genuine>();
  return {
    genuineRequest: async (...given: Parameters<typeof real.genuineRequest>) => ({
      ...(await real.genuineRequest(...given)),
      numberDigits: 0 as const,
    }),
  };
});

beforeEach(() => {
  vi.useFakeTimers({ now: now * 1000, toFake: ['Date'] });
  lockId = null;
  shown = [];
  vi.stubGlobal('self', {
    registration: {
      showNotification: (title: string, options: Record<string, unknown>) => {
        shown.push({ title, options });
        return Promise.resolve();
      },
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the notification of a request', () => {
  it('rings, though it takes the place of one that is shown already', async () => {
    await showRequest(await received());
    expect(shown[0]?.options).toMatchObject({ tag: `countersign-${token.serial}`, renotify: true });
  });

  it('has Approve and Deny where the policy allows', async () => {
    await showRequest(await received());
    expect(shown[0]?.options).toMatchObject({ actions: [{ action: 'approve' }, { action: 'deny' }] });
  });

  it('has neither while the app is behind a lock, and cannot be answered by a forged one', async () => {
    lockId = new Uint8Array([1]);
    const locked = await received();
    expect(locked.answerable).toBe(false);
    await showRequest(locked);
    expect(shown[0]?.options).not.toHaveProperty('actions');
    expect(shown[0]?.options['data']).toMatchObject({ compact: null });
  });

  it('says the place in words', async () => {
    await showRequest(await received());
    expect(shown[0]?.options['body']).toBe('alice · Munich, Germany');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import type { ServerToken } from '../vault/token.ts';
import { AppError } from '../core/errors.ts';
import { keepReachable, type ReachNeeds } from './reach.ts';

const vapidKey = new Uint8Array([4, 1]);
const first: PushSubscriptionKeys = { endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' };
const second: PushSubscriptionKeys = { ...first, endpoint: 'https://push.example/2' };

let tokens: ServerToken[];
let subscription: PushSubscriptionKeys | null;
let asked: boolean[];
let told: { readonly serial: string; readonly push: unknown }[];
let refused: string[];
let called: boolean;
let needs: ReachNeeds;

function token(serial: string, facts: Partial<ServerToken> = {}): ServerToken {
  return {
    origin: 'server',
    serial,
    name: serial,
    state: 'active',
    inactive: false,
    pushEnabled: true,
    ...facts,
  } as ServerToken;
}

beforeEach(() => {
  tokens = [];
  subscription = first;
  asked = [];
  told = [];
  refused = [];
  called = true;
  needs = {
    vault: {
      tokens: () => Promise.resolve([...tokens]),
      sign: async (serial, message) => {
        const envelope = { serial, audience: 'https://app.example', now: 0, id: new Uint8Array(16) };
        return JSON.stringify({ serial, push: (await message(envelope)).claims['push'] });
      },
      change: (serial, change) => {
        tokens = tokens.map((known) => (known.serial === serial ? { ...known, ...change } : known));
        return Promise.resolve(tokens.find((known) => known.serial === serial) as ServerToken);
      },
    },
    api: {
      vapidKey: () => Promise.resolve(vapidKey),
      settings: (jws) => {
        const { serial, push } = JSON.parse(jws) as { serial: string; push: unknown };
        told.push({ serial, push });
        return refused.includes(serial)
          ? Promise.reject(new AppError('token_inactive'))
          : Promise.resolve({ pushEnabled: true, webPush: called });
      },
    },
    withLock: (_, act) => act(),
    subscribe: (_, anew) => {
      asked.push(anew);
      if (anew) {
        subscription = second;
      }
      return Promise.resolve(subscription);
    },
  };
});

describe('the way to the closed app', () => {
  it('is told for every token that wants requests and whose server does not know it, once', async () => {
    tokens = [
      token('new'),
      token('other', { pushEndpoint: 'https://push.example/0' }),
      token('known', { pushEndpoint: first.endpoint }),
      token('off', { pushEnabled: false }),
      token('claimed', { state: 'claimed' }),
      token('revoked', { inactive: true }),
    ];
    expect(await keepReachable(needs)).toBe(2);
    expect(told).toEqual([
      { serial: 'new', push: first },
      { serial: 'other', push: first },
    ]);
    expect(await keepReachable(needs)).toBe(0);
    expect(asked).toEqual([false, false]);
  });

  it('is made anew for all when the server says that it has ended for one', async () => {
    tokens = [token('one', { pushEndpoint: first.endpoint }), token('two', { pushEndpoint: first.endpoint })];
    expect(await keepReachable(needs, new Map([['one', first.endpoint]]))).toBe(2);
    expect(told.map(({ push }) => push)).toEqual([second, second]);
  });

  it('is not made anew for what another tab has mended', async () => {
    tokens = [token('one', { pushEndpoint: first.endpoint })];
    expect(await keepReachable(needs, new Map([['one', 'https://push.example/0']]))).toBe(0);
    expect(asked).toEqual([false]);
  });

  it('is not looked for when no token wants it, and not told when there is none', async () => {
    tokens = [token('off', { pushEnabled: false })];
    expect(await keepReachable(needs)).toBe(0);
    expect(asked).toEqual([]);
    tokens = [token('on')];
    subscription = null;
    expect(await keepReachable(needs)).toBe(0);
    expect(told).toEqual([]);
  });

  it('is told for the others when the server refuses it for one, and for that one the next time', async () => {
    tokens = [token('suspended'), token('fine'), token('too')];
    refused = ['suspended'];
    expect(await keepReachable(needs)).toBe(2);
    expect(tokens.map(({ pushEndpoint }) => pushEndpoint)).toEqual([undefined, first.endpoint, first.endpoint]);
    refused = [];
    expect(await keepReachable(needs)).toBe(1);
  });

  it('is not known where the server does not call this push service, and is not made anew for that', async () => {
    tokens = [token('one', { pushEndpoint: first.endpoint })];
    called = false;
    await keepReachable(needs, new Map([['one', first.endpoint]]));
    expect(tokens[0]?.pushEndpoint).toBeNull();
    await keepReachable(needs, new Map());
    expect(asked).toEqual([true, false]);
  });
});

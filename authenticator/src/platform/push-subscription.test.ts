import { beforeEach, describe, expect, it, vi } from 'vitest';
import { subscribe } from './push-subscription.ts';

const key = new Uint8Array([4, 1, 2]);
const otherKey = new Uint8Array([4, 9, 9]);

/** What a browser keeps for the app: one subscription at most. */
class Browser {
  subscription: PushSubscription | null = null;
  made = 0;
  answers = true;

  make(applicationServerKey: Uint8Array): PushSubscription {
    const endpoint = `https://push.example/${String(++this.made)}`;
    this.subscription = {
      endpoint,
      options: { applicationServerKey: applicationServerKey.buffer, userVisibleOnly: true },
      getKey: (name: string) => new TextEncoder().encode(name).buffer,
      unsubscribe: () => {
        this.subscription = null;
        return Promise.resolve(true);
      },
    } as unknown as PushSubscription;
    return this.subscription;
  }

  get manager(): Promise<PushManager> {
    return Promise.resolve({
      getSubscription: () => (this.answers ? Promise.resolve(this.subscription) : new Promise(() => undefined)),
      subscribe: ({ applicationServerKey }: { readonly applicationServerKey: Uint8Array }) =>
        this.subscription === null
          ? Promise.resolve(this.make(applicationServerKey))
          : Promise.reject(new Error('another key is subscribed')),
    } as unknown as PushManager);
  }
}

let browser: Browser;

beforeEach(() => {
  browser = new Browser();
});

describe('the subscription', () => {
  it('is made where there is none', async () => {
    expect(await subscribe(browser.manager, key, false)).toEqual({
      endpoint: 'https://push.example/1',
      p256dh: 'cDI1NmRo',
      auth: 'YXV0aA',
    });
  });

  it('stays while it is for this key', async () => {
    browser.make(key);
    expect((await subscribe(browser.manager, key, false))?.endpoint).toBe('https://push.example/1');
  });

  it('is replaced when the server has another key', async () => {
    browser.make(otherKey);
    expect((await subscribe(browser.manager, key, false))?.endpoint).toBe('https://push.example/2');
  });

  it('is replaced when it has ended at the push service', async () => {
    browser.make(key);
    expect((await subscribe(browser.manager, key, true))?.endpoint).toBe('https://push.example/2');
  });

  it('is none when the browser never answers', async () => {
    vi.useFakeTimers();
    browser.answers = false;
    const subscription = subscribe(browser.manager, key, false);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await subscription).toBeNull();
    vi.useRealTimers();
  });
});

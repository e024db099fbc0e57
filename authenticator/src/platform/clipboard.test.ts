import { beforeEach, describe, expect, it } from 'vitest';
import { PasscodeClipboard, type SystemClipboard } from './clipboard.ts';

let held: string;
let isReadable: boolean;
let hasFocus: boolean;
let refusals: number;
let listeners: Set<() => void>;
let milliseconds: number;
let timers: { at: number; run: () => void }[];

const system: SystemClipboard = {
  write: (text) => {
    if (!hasFocus || refusals > 0) {
      refusals--;
      return Promise.reject(new Error('NotAllowedError'));
    }
    held = text;
    return Promise.resolve();
  },
  peek: () => Promise.resolve(isReadable ? held : null),
  hasFocus: () => hasFocus,
  onChance: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const clock = {
  now: () => milliseconds / 1000,
  after: (wait: number, run: () => void) => {
    const timer = { at: milliseconds + wait, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  },
};

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

async function pass(seconds: number): Promise<void> {
  milliseconds += seconds * 1000;
  const due = timers.filter(({ at }) => at <= milliseconds);
  timers = timers.filter(({ at }) => at > milliseconds);
  due.forEach(({ run }) => {
    run();
  });
  await settled();
}

/** The page gets the focus, or a tap. */
async function chance(): Promise<void> {
  hasFocus = true;
  listeners.forEach((listener) => {
    listener();
  });
  await settled();
}

beforeEach(() => {
  held = '';
  isReadable = false;
  hasFocus = true;
  refusals = 0;
  listeners = new Set();
  milliseconds = 0;
  timers = [];
});

describe('a copied passcode', () => {
  const clipboard = (): PasscodeClipboard => new PasscodeClipboard(system, clock);

  it('is cleared after a minute where the page has kept the focus', async () => {
    expect(await clipboard().copy('123456')).toBe(true);
    await pass(59);
    expect(held).toBe('123456');
    await pass(1);
    expect(held).toBe('');
    expect(listeners.size).toBe(0);
  });

  it('is cleared when the page gets the focus again, if it was elsewhere at the minute', async () => {
    await clipboard().copy('123456');
    hasFocus = false;
    await pass(60);
    expect(held).toBe('123456');
    await chance();
    expect(held).toBe('');
    held = 'something else';
    await chance();
    expect(held).toBe('something else');
  });

  it('is not cleared by coming back before the minute is over', async () => {
    await clipboard().copy('123456');
    hasFocus = false;
    await pass(30);
    await chance();
    expect(held).toBe('123456');
    await pass(30);
    expect(held).toBe('');
  });

  it('is cleared at the next chance where the browser refuses at first', async () => {
    await clipboard().copy('123456');
    refusals = 2;
    await pass(60);
    await chance();
    expect(held).toBe('123456');
    await chance();
    expect(held).toBe('');
  });

  it('gives way to what was copied since, where the browser says so', async () => {
    isReadable = true;
    await clipboard().copy('123456');
    held = 'something else';
    await pass(60);
    expect(held).toBe('something else');
    expect(listeners.size).toBe(0);
  });

  it('has its minute anew when the next one is copied', async () => {
    const one = clipboard();
    await one.copy('123456');
    await pass(40);
    await one.copy('654321');
    await pass(40);
    expect(held).toBe('654321');
    await pass(20);
    expect(held).toBe('');
  });

  it('is none where the browser refuses to copy', async () => {
    refusals = 1;
    expect(await clipboard().copy('123456')).toBe(false);
    expect(timers).toEqual([]);
  });
});

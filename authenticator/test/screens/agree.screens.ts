import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

describe('where the rules want a word on the page', () => {
  it('waits with the number, through a moment without answers, and goes on by itself', async () => {
    walk = await Walk.begin();
    await walk.open(`/enroll#${walk.server.activation()}`);
    await walk.press('Continue');
    walk.server.awaitsWord = true;
    await walk.press('Allow');
    await walk.sees('Answer on the page');
    const code = walk.server.comparisonCode();
    await walk.sees(`${code.slice(0, 3)} ${code.slice(3)}`);
    const found = await walk.look('06-agree');
    walk.server.failWith = { status: 503, code: 'unavailable' };
    const before = walk.server.calls.length;
    await expect.poll(() => walk.server.calls.length, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    await walk.sees('Answer on the page');
    walk.server.failWith = null;
    walk.server.awaitsWord = false;
    await walk.sees('Your token is ready');
    expect([...walk.server.tokens.values()]).toMatchObject([{ state: 'ACTIVE' }]);
    expect(found).toEqual([]);
  });

  it('says so when the page said that it is another number', async () => {
    walk = await Walk.begin();
    await walk.open(`/enroll#${walk.server.activation()}`);
    await walk.press('Continue');
    walk.server.awaitsWord = true;
    await walk.press('Allow');
    await walk.sees('Answer on the page');
    walk.server.failWith = { status: 410, code: 'activation_revoked' };
    await walk.sees(/This activation was withdrawn/);
  });
});

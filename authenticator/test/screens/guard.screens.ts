import { afterEach, describe, expect, it } from 'vitest';
import type { Walk } from './browser.ts';
import { enrolled } from './enrolled.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

/** A thumb that is already on its way: it comes down on Approve in the very moment in which a request appears, and again and again for 300 ms. */
async function tapAtOnce(): Promise<void> {
  await walk.page.evaluate(() => {
    const counted = globalThis as unknown as { taps: string[] };
    counted.taps = [];
    let until = 0;
    let shown: Element | null = null;
    const tap = (): void => {
      const button = [...document.querySelectorAll('.request-actions button')].at(-1);
      if (button !== undefined && button !== shown) {
        shown = button;
        until = performance.now() + 300;
      }
      if (button !== undefined && performance.now() < until) {
        (button as HTMLElement).click();
        counted.taps.push(location.hash);
      }
      requestAnimationFrame(tap);
    };
    tap();
  });
}

/** The requests that were tapped on since the thumb began. */
function tapped(): Promise<string[]> {
  return walk.page.evaluate(() => [...new Set((globalThis as unknown as { taps: string[] }).taps)]);
}

describe('a tap in the moment in which a request appears', () => {
  it('answers nothing, neither at first nor after going to the next and the previous one', async () => {
    const begun = await enrolled({ policy: 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0' });
    walk = begun.walk;
    const first = walk.server.push(begun.serial);
    await walk.sees('1 sign-in request');
    const second = walk.server.push(begun.serial);
    await walk.sees('2 sign-in requests');
    await tapAtOnce();
    await walk.press(/2 sign-in requests/);
    await walk.answerable();
    expect(await tapped()).toEqual([`#request/${second}`]);
    await walk.press('Next request');
    await walk.sees('2 of 2');
    await walk.answerable();
    await walk.press('Previous request');
    await walk.sees('1 of 2');
    await walk.answerable();
    expect(await tapped()).toEqual([`#request/${second}`, `#request/${first}`]);
    expect(walk.server.answers).toEqual([]);
    await walk.press('Approve');
    await walk.sees('Approved');
    expect(walk.server.answers).toMatchObject([{ req: second, decision: 'approve' }]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Walk } from './browser.ts';
import { enroll, enrolled } from './enrolled.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

/** A finger that the browser recognises, until told otherwise. */
async function finger(page: Page): Promise<(isUser: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (isUserVerified) => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  };
}

describe('the lock of the app', () => {
  it('reaches the other tab, and goes together with its tokens when nothing opens it', async () => {
    walk = (await enrolled()).walk;
    const recognises = await finger(walk.page);
    const other = await walk.page.context().newPage();
    await other.goto(walk.server.origin);
    await other.getByText('Acme sign-in').first().waitFor();
    // A browser asks for a finger only in the tab that is seen.
    await walk.page.bringToFront();
    await walk.open('/#settings');
    await walk.page.reload();
    const lock = walk.page.getByRole('switch', { name: 'Lock this app' });
    await lock.click();
    await expect.poll(() => lock.isChecked(), { timeout: 10_000 }).toBe(true);
    await other.getByText('Countersign is locked').waitFor();
    expect(await other.getByText('Acme sign-in').count()).toBe(0);
    await walk.page.reload();
    await walk.sees('Countersign is locked');
    await recognises(false);
    await walk.press('Unlock');
    await walk.sees('This device did not confirm');
    const found = await walk.look('97-lock-refused');
    await walk.press('I cannot unlock it');
    await walk.sees('1 token is removed from this device for good.');
    found.push(...(await walk.look('98-lock-way-out')));
    await walk.press('Remove tokens and lock');
    found.push(...(await walk.look('99-lock-way-out-question')));
    await walk.press('Yes, remove them');
    await walk.sees('Sign in with confidence');
    await other.getByText('Sign in with confidence').waitFor();
    await expect.poll(() => walk.server.settings.at(-1)).toMatchObject({ pushEnabled: false });
    expect(found).toEqual([]);
  });
});

describe('one switch for all tokens', () => {
  it('switches Autosend off and on for each of them', async () => {
    walk = (await enrolled()).walk;
    await enroll(walk, { organisation: 'Globex', tokenName: 'Globex sign-in' });
    await walk.open('/#settings');
    const all = walk.page.getByRole('switch', { name: 'Autosend on this device' });
    await all.click();
    await expect.poll(() => [...walk.server.tokens.values()].map((token) => token.pushEnabled)).toEqual([false, false]);
    await expect.poll(() => all.isChecked()).toBe(false);
    await all.click();
    await expect.poll(() => [...walk.server.tokens.values()].map((token) => token.pushEnabled)).toEqual([true, true]);
  });
});

describe('a newer version in another tab', () => {
  it('is told here, with the way on', async () => {
    walk = (await enrolled()).walk;
    const other = await walk.page.context().newPage();
    await other.goto(`${walk.server.origin}/licences.txt`);
    await other.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.open('countersign', 99).onsuccess = resolve;
        }),
    );
    await walk.sees('Countersign was updated');
    expect(await walk.look('100-superseded')).toEqual([]);
    await walk.press('Load anew');
  });
});

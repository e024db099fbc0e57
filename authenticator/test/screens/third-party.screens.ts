import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const LINK = `otpauth://totp/Example%20Mail:alice%40example.org?secret=${SECRET}&issuer=Example%20Mail`;

function passcodeNow(): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const value = createHmac('sha1', '12345678901234567890').update(moving).digest();
  const number = value.readUInt32BE((value.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function paste(text: string): Promise<void> {
  await walk.page.getByLabel('Activation string or link').fill(text);
  await walk.press('Continue');
}

describe('a token of another provider', () => {
  it('is looked at, named, kept, and shows its passcode without any server', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await walk.open('/#add');
    for (const [text, reason] of [
      [`otpauth://totp/a?secret=${SECRET}&digits=9`, /another length than 6 to 8 digits/],
      [`otpauth://totp/a?secret=${SECRET}&period=300`, /less than 15 or more than 120 seconds/],
      [`otpauth://totp/a?secret=${SECRET}&algorithm=MD5`, /an algorithm or a number that authenticators do not use/],
      [`otpauth://totp/a%E2%80%AEb?secret=${SECRET}`, /has hidden characters/],
      ['otpauth://totp/a?secret=GEZDGNBV', /too short or too long/],
    ] as const) {
      await paste(text);
      await walk.sees(reason);
    }
    found.push(...(await walk.look('60-third-party-refused')));
    await paste(` ${LINK}\n`);
    await walk.sees('Add from another provider');
    await walk.sees('alice@example.org');
    await walk.sees('6 digits, every 30 seconds');
    found.push(...(await walk.look('61-third-party-review')));
    await walk.page.getByLabel('Token name').fill('');
    await walk.press('Add token');
    await walk.sees('Give the token a name.');
    await walk.page.getByLabel('Token name').fill('Private mail');
    const calls = walk.server.calls.length;
    await walk.press('Add token');
    await walk.sees('From another provider');
    const expected = [passcodeNow()];
    const shown = (await walk.page.locator('.code').first().innerText()).replace(/\D/gu, '').slice(-6);
    expect([...expected, passcodeNow()]).toContain(shown);
    found.push(...(await walk.look('62-third-party-token')));
    expect(await walk.page.getByText('Check for requests').count()).toBe(0);
    await walk.press('Settings of Private mail');
    await walk.sees('Token information');
    expect(await walk.page.getByRole('switch').count()).toBe(0);
    found.push(...(await walk.look('63-third-party-settings')));
    await walk.page.getByLabel('Token name').fill('Mail at home');
    await walk.press('Save name');
    await walk.sees('Saved');
    // Nothing of it ever went to the server: it was not asked for anything.
    expect(walk.server.calls.slice(calls)).toEqual([]);
    await walk.press('Remove token');
    await walk.sees(/Make sure that you can sign in at the provider/);
    await walk.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await walk.sees('Sign in with confidence');
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';
import { responseOf } from './played-token.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

async function enroll(policy: string, tokenName: string): Promise<void> {
  await walk.open(`/enroll#${walk.server.activation({ policy, tokenName })}`);
  await walk.press('Continue');
  await walk.sees('Your token is ready');
  await walk.press('Show my tokens');
  await walk.sees('Challenge');
}

function expected(serial: string, challenge: string): string {
  const token = walk.server.tokens.get(serial);
  if (token === undefined) {
    throw new Error(`no token ${serial}`);
  }
  return responseOf(token, challenge);
}

describe('A8', () => {
  it('answers challenges, one after the other', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await enroll('OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08', 'VPN');
    const serial = [...walk.server.tokens.keys()][0] ?? '';
    found.push(...(await walk.look('60-challenge')));
    const field = walk.page.getByLabel('Challenge');
    expect(await field.getAttribute('inputmode')).toBe('numeric');
    await field.fill('1234');
    await walk.press(/^Get response/);
    await walk.sees(/not a challenge for this token/);
    found.push(...(await walk.look('61-challenge-unfit')));
    await walk.page.evaluate(() => navigator.clipboard.writeText(' 1234 5678 '));
    await field.fill('');
    await field.focus();
    await walk.page.keyboard.press('Control+V');
    await walk.page.keyboard.press('Enter');
    await walk.sees('Only for challenge 1234 5678');
    found.push(...(await walk.look('62-response')));
    await walk.press(/^Copy/);
    await walk.sees('Copied');
    expect(await walk.page.evaluate(() => navigator.clipboard.readText())).toBe(expected(serial, '12345678'));
    await walk.press(/^Enter challenge/);
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await field.inputValue()).toBe('');
    expect(await walk.page.locator('.code').count()).toBe(0);
    await walk.page.keyboard.type('00000042');
    await walk.page.keyboard.press('Enter');
    await walk.sees('Only for challenge 0000 0042');
    const shown = (await walk.page.locator('.code').innerText()).replace(/\D/gu, '');
    expect(shown).toBe(expected(serial, '00000042'));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('A8 beside the views', () => {
  it('reads letters as capitals, and works without a network', async () => {
    walk = await Walk.begin();
    await enroll('OCRA-SHA256-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-8:QA10', 'Payroll');
    const serial = [...walk.server.tokens.keys()][0] ?? '';
    const field = walk.page.getByLabel('Challenge');
    expect(await field.getAttribute('autocapitalize')).toBe('characters');
    await walk.offline(true);
    await field.fill('k7pq 2x9v 4m');
    const found = await walk.look('63-challenge-letters');
    await walk.press(/^Get response/);
    await walk.sees('Only for challenge K7PQ 2X9V 4M');
    const shown = (await walk.page.locator('.code').innerText()).replace(/\D/gu, '');
    expect(shown).toBe(expected(serial, 'K7PQ2X9V4M'));
    found.push(...(await walk.look('64-response-letters')));
    expect(found).toEqual([]);
  });

  it('refuses a token that wants more than a challenge', async () => {
    walk = await Walk.begin();
    const policy = 'OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:C-QN08';
    await walk.open(`/enroll#${walk.server.activation({ policy })}`);
    await walk.sees(/This kind of token needs/);
    expect(walk.server.tokens.size).toBe(0);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

const POLICY = 'TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2';
let walk: Walk;

afterEach(async () => {
  await walk.end();
});

async function choose(first: string, again: string): Promise<void> {
  await walk.page.getByLabel('New PIN', { exact: true }).fill(first);
  await walk.page.getByLabel('New PIN again').fill(again);
}

async function enter(pin: string): Promise<void> {
  await walk.page.getByLabel(/^PIN of/u).fill(pin);
}

describe('A10', () => {
  it('is chosen, asked for, refused and changed', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await walk.open(`/enroll#${walk.server.activation({ policy: POLICY })}`);
    await walk.press('Continue');
    await walk.sees('Choose a PIN');
    found.push(...(await walk.look('65-choose-pin')));
    await choose('1234', '1234');
    await walk.press('Continue');
    await walk.sees('counts up or down');
    found.push(...(await walk.look('66-choose-pin-refused')));
    await choose('7294', '7294');
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.sees('Your token is ready');
    await walk.press('Show my tokens');
    await walk.sees('Enter PIN');
    expect(await walk.page.locator('.code').innerText()).not.toMatch(/\d/u);
    found.push(...(await walk.look('67-pin-hidden')));
    await walk.press(/^Enter PIN/u);
    await enter('8305');
    await walk.press('Show passcode');
    await walk.sees('Wrong PIN. 4 tries left.');
    found.push(...(await walk.look('68-pin-wrong')));
    await enter('7294');
    await walk.press('Show passcode');
    await walk.sees('Hide passcode');
    expect((await walk.page.locator('.code').first().innerText()).replace(/\D/gu, '')).toHaveLength(6);
    found.push(...(await walk.look('69-pin-open')));
    await walk.open('/#settings');
    await walk.sees('screen lock that Countersign could ask for');
    await walk.open('/');
    await walk.press(/^Settings of/u);
    await walk.press('Change PIN');
    found.push(...(await walk.look('70-change-pin')));
    await walk.page.getByLabel('Current PIN').fill('7294');
    await choose('6173', '6173');
    await walk.page.getByRole('button', { name: 'Change PIN' }).click();
    await walk.sees('PIN changed');
    found.push(...(await walk.look('71-pin-changed')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('A10 beside the views', () => {
  it('can be corrected in place when an interrupted enrollment is finished with a wrong one', async () => {
    walk = await Walk.begin();
    await walk.open(`/enroll#${walk.server.activation({ policy: POLICY, password: 'correct horse' })}`);
    await walk.page.getByLabel('Your password').fill('wrong horse');
    await walk.press('Continue');
    await choose('7294', '7294');
    await walk.press('Continue');
    await walk.press('No thanks');
    await walk.sees('This password is not right');
    // The browser dies; the PIN that was chosen is nowhere but in its person's head.
    await walk.open('/');
    await walk.page.reload();
    await walk.press(/Finish/u);
    await walk.page.getByLabel('Your password').fill('correct horse');
    await walk.press('Finish');
    await walk.sees('Enter your PIN');
    await enter('8305');
    await walk.press('Finish');
    await walk.sees('The server refused the passcode that this PIN opened.');
    expect(await walk.look('73-pin-again-refused')).toEqual([]);
    await enter('7294');
    await walk.press('Finish');
    await walk.sees('Your token is ready');
  });

  it('locks the token at the fifth wrong PIN', async () => {
    walk = await Walk.begin();
    await walk.open(`/enroll#${walk.server.activation({ policy: POLICY })}`);
    await walk.press('Continue');
    await choose('7294', '7294');
    await walk.press('Continue');
    await walk.press('No thanks');
    await walk.press('Show my tokens');
    await walk.press(/^Enter PIN/u);
    await walk.press('Show passcode');
    await walk.sees('Enter the PIN of this token.');
    await enter('729');
    await walk.press('Show passcode');
    await walk.sees('4 to 8 digits');
    expect(walk.server.pinChecks, 'what cannot be the PIN costs no try').toBe(0);
    for (let left = 4; left > 0; left--) {
      await enter('8305');
      await walk.press('Show passcode');
      await walk.sees(left === 1 ? 'Wrong PIN. 1 try left before the token locks.' : `Wrong PIN. ${left} tries left.`);
    }
    await enter('8305');
    await walk.press('Show passcode');
    await walk.sees('this token is locked and cannot be used again');
    expect(await walk.look('72-pin-locked')).toEqual([]);
  });
});

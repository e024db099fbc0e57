import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

const POLICY = 'TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=0';
const PIN = '7294';
let walk: Walk;

afterEach(async () => {
  await walk.end();
});

/** Goes through an enrollment with a PIN, up to where the app adds the token. */
async function choosePin(): Promise<void> {
  await walk.open(`/enroll#${walk.server.activation({ policy: POLICY })}`);
  await walk.press('Continue');
  await walk.page.getByLabel('New PIN', { exact: true }).fill(PIN);
  await walk.page.getByLabel('New PIN again').fill(PIN);
  await walk.press('Continue');
  await walk.press('Allow');
}

async function enrolledWithPin(): Promise<string> {
  walk = await Walk.begin();
  await choosePin();
  await walk.sees('Your token is ready');
  await walk.press('Show my tokens');
  await walk.sees('Enter PIN');
  return [...walk.server.tokens.keys()].at(-1) ?? '';
}

async function enter(pin: string, button = 'Show passcode'): Promise<void> {
  await walk.page.getByLabel(/^PIN of/u).fill(pin);
  await walk.press(button);
}

/** As if the PIN had been entered so often without a network. */
async function enteredUnverified(times: number): Promise<void> {
  await walk.page.evaluate(
    (unverifiedPins) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('countersign');
        opening.onsuccess = () => {
          const writing = opening.result.transaction('tokens', 'readwrite');
          const tokens = writing.objectStore('tokens');
          const reading = tokens.getAll();
          reading.onsuccess = () => {
            reading.result.forEach((token: object) => tokens.put({ ...token, unverifiedPins }));
          };
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    times,
  );
  await walk.page.reload();
  await walk.sees('Enter PIN');
}

describe('A10: a PIN', () => {
  it('opens ten times without a network, unverified, and not an eleventh time', async () => {
    await enrolledWithPin();
    await enteredUnverified(9);
    await walk.offline(true);
    await walk.press(/^Enter PIN/u);
    await enter(PIN);
    await walk.sees('PIN not verified yet');
    await walk.sees(/^Next in|Hide passcode/u);
    const found = await walk.look('76-pin-unverified');
    await walk.press('Hide passcode');
    await walk.press(/^Enter PIN/u);
    await enter(PIN);
    await walk.sees('could not be verified ten times');
    expect(await walk.page.locator('.code').count(), 'no passcode').toBe(0);
    found.push(...(await walk.look('77-pin-hidden-after-ten')));
    await walk.offline(false);
    await enter(PIN);
    await walk.sees('Hide passcode');
    expect(await walk.page.getByText('PIN not verified yet').count()).toBe(0);
    expect(found).toEqual([]);
  });

  it('is asked for to approve', async () => {
    const serial = await enrolledWithPin();
    walk.server.push(serial);
    await walk.press(/1 sign-in request/);
    await walk.answerable();
    await walk.press('Approve');
    await walk.sees('Enter your PIN to approve');
    const found = await walk.look('78-pin-to-approve');
    await enter('8305', 'Approve');
    await walk.sees('Wrong PIN. 4 tries left.');
    await enter(PIN, 'Approve');
    await walk.sees('Approved');
    expect(walk.server.answers).toMatchObject([{ decision: 'approve' }]);
    expect(found).toEqual([]);
  });

  it('is asked for again to finish a token that was kept from it', async () => {
    const activation = '**/device/v1/enroll/activate';
    walk = await Walk.begin();
    await walk.page.route(activation, (route) => route.abort());
    await choosePin();
    await walk.sees('The token was not added');
    await walk.open();
    await walk.press('Finish adding');
    await walk.sees('The PIN that you chose for this token.');
    const found = await walk.look('79-pin-again');
    await walk.page.unroute(activation);
    await walk.page.getByLabel(/PIN/u).fill(PIN);
    await walk.press('Finish');
    await walk.sees('Your token is ready');
    expect(found).toEqual([]);
  });
});

describe('A11: fingerprint or face', () => {
  it('is switched on with the PIN, and has a button beside it then', async () => {
    const serial = await enrolledWithPin();
    await walk.finger();
    await walk.open(`/#token/${serial}`);
    await walk.page.getByRole('switch', { name: /^Fingerprint or face/u }).click();
    await walk.sees('Confirm with your PIN');
    const found = await walk.look('82-biometric-confirm');
    await enter(PIN, 'Switch on');
    await expect.poll(() => walk.page.getByRole('switch', { name: /^Fingerprint or face/u }).isChecked()).toBe(true);
    await walk.open('/');
    await walk.press(/^Enter PIN/u);
    await walk.sees('Use fingerprint or face');
    found.push(...(await walk.look('83-biometric-button')));
    await walk.press('Use fingerprint or face');
    await walk.sees('Hide passcode');
    expect(found).toEqual([]);
  });

  it('opens the locked app, and nobody else does', async () => {
    await enrolledWithPin();
    const finger = await walk.finger();
    await walk.open('/#settings');
    await walk.page.getByRole('switch', { name: /^Lock this app/u }).click();
    await expect.poll(() => walk.page.getByRole('switch', { name: /^Lock this app/u }).isChecked()).toBe(true);
    await walk.page.reload();
    await walk.sees('Countersign is locked');
    const found = await walk.look('84-app-lock');
    await walk.press('Unlock');
    await walk.sees('Appearance');
    await walk.page.reload();
    await walk.sees('Countersign is locked');
    await finger.isUser(false);
    await walk.press('Unlock');
    await walk.sees('did not confirm that it is you');
    expect(await walk.page.getByText('Appearance').count()).toBe(0);
    found.push(...(await walk.look('85-app-lock-refused')));
    expect(found).toEqual([]);
  });
});

describe('the start', () => {
  it('says so when the browser keeps nothing, and tries again', async () => {
    walk = await Walk.begin();
    const broken = await walk.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('nothing is kept', 'SecurityError');
      };
    });
    await walk.open();
    await walk.sees('does not let Countersign store its tokens');
    expect(await walk.look('86-start-failed')).toEqual([]);
    await broken.dispose();
    await walk.press('Try again');
    await walk.sees('Sign in with confidence');
  });
});

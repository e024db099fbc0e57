import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readZip } from '../zip-reader.ts';
import { Walk } from './browser.ts';
import { enroll, enrolled } from './enrolled.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

const barColours = (page = walk.page): Promise<string[]> =>
  page.locator('meta[name="theme-color"]').evaluateAll((bars) => bars.map((bar) => (bar as HTMLMetaElement).content));
const ground = (page = walk.page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

describe('the settings', () => {
  it('lead to help, log and licences, and back', async () => {
    walk = (await enrolled()).walk;
    const found: string[] = [];
    await walk.press('Settings');
    await walk.sees('Appearance');
    found.push(...(await walk.look('90-settings')));
    await walk.press(/^Help/);
    await walk.sees('What is a token?');
    found.push(...(await walk.look('91-help')));
    await walk.press('A request that was not you');
    await walk.sees(/somebody may know your password/);
    found.push(...(await walk.look('92-help-topic')));
    await walk.press('Back');
    await walk.press('Back');
    await walk.press(/^About/);
    await walk.sees('Licences');
    const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
      packages: Record<string, { version: string } | undefined>;
    };
    for (const name of ['preact', 'hash-wasm', 'zxing-wasm']) {
      await walk.sees(`${lock.packages[`node_modules/${name}`]?.version ?? '?'} · MIT`);
    }
    await walk.sees(/OFL-1.1/);
    await walk.page.getByText('Inter', { exact: true }).click();
    await walk.sees(/SIL OPEN FONT LICENSE/);
    found.push(...(await walk.look('93-about')));
    await walk.press('Back');
    await walk.press(/^Event log/);
    await walk.sees('Token added');
    found.push(...(await walk.look('94-log')));
    await walk.press('Empty the log');
    await walk.sees('Empty the event log?');
    found.push(...(await walk.look('95-log-empty-question')));
    await walk.page.getByRole('dialog').getByRole('button', { name: 'Empty the log' }).click();
    await walk.sees('Nothing has happened yet.');
    found.push(...(await walk.look('96-log-empty')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('the theme', () => {
  it('colours page and browser, stays, and reaches the other tab', async () => {
    walk = await Walk.begin();
    await walk.open('/#settings');
    await walk.sees('Appearance');
    const [light = '', dark = ''] = await barColours();
    const lightGround = await ground();
    const other = await walk.page.context().newPage();
    await other.goto(`${walk.server.origin}/#settings`);
    await other.getByText('Appearance').first().waitFor();
    await walk.page.getByText('Dark').click();
    expect(await barColours()).toEqual([dark, dark]);
    expect(await ground()).not.toBe(lightGround);
    await expect.poll(() => barColours(other)).toEqual([dark, dark]);
    expect(await other.getByLabel('Dark').isChecked()).toBe(true);
    await walk.page.reload();
    await walk.sees('Appearance');
    expect(await barColours()).toEqual([dark, dark]);
    await walk.page.getByText('Light').click();
    expect(await barColours()).toEqual([light, light]);
    await walk.page.getByText('System').first().click();
    expect(await barColours()).toEqual([light, dark]);
    await walk.page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).not.toBe(lightGround);
  });
});

describe('help, log and licences', () => {
  it('open without a network', async () => {
    walk = (await enrolled()).walk;
    await walk.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await walk.page.reload();
    await walk.sees('Acme sign-in');
    await expect.poll(() => walk.page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    await walk.offline(true);
    await walk.open('/#help/lost-phone');
    await walk.sees(/withdraws the tokens of the lost device/);
    await walk.open('/#about');
    await walk.sees(/OFL-1.1/);
    await walk.open('/#log');
    await walk.sees('Token added');
  });
});

const PASSWORD = 'canary-correct-horse';
const WRONG_PASSWORD = 'canary-wrong-horse';
const NUMBER = '731946';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Everything that must not be told, lived through once: what it is called, and its spellings. */
async function liveWithSecrets(): Promise<Map<string, string>> {
  walk = await Walk.begin();
  const policy = 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=6';
  const activation = walk.server.activation({ password: PASSWORD, policy });
  await walk.open(`/enroll#${activation}`);
  await walk.page.getByLabel('Your password').fill(WRONG_PASSWORD);
  await walk.press('Continue');
  await walk.press('Allow');
  await walk.sees('This password is not right');
  await walk.page.getByLabel('Your password').fill(PASSWORD);
  await walk.press('Finish');
  await walk.press('Show my tokens');
  const [token] = [...walk.server.tokens.values()];
  const shown = (await walk.page.locator('.code').first().innerText()).replace(/\D/gu, '').slice(-6);
  walk.server.push(token?.serial ?? '', { number: NUMBER });
  await walk.press(/1 sign-in request/);
  await walk.answerable();
  await walk.page.getByLabel('Number on the login page').fill(NUMBER);
  await walk.press('Approve');
  await walk.sees('Approved');
  await walk.press('Back to my tokens');
  // Without loading the page anew, which may come before the end is written down.
  await walk.page.evaluate(() => {
    location.hash = '#log';
  });
  await walk.sees('Sign-in request ended');
  await walk.open('/#add');
  await walk.page.getByLabel('Activation string or link').fill(`otpauth://totp/a?secret=${SECRET}`);
  await walk.press('Continue');
  await walk.press('Add token');
  // Only on the list of tokens: the screen before says where the token is from, too.
  await walk.sees('Check for requests');
  const seed = token?.seed ?? Buffer.alloc(0);
  return new Map([
    ['password', PASSWORD],
    ['wrong password', WRONG_PASSWORD],
    ['number', NUMBER],
    ['passcode sent', String(walk.server.answers[0]?.['passcode'])],
    ['passcode shown', shown],
    ['activation string', activation.slice(0, 40)],
    ['seed in hexadecimal', seed.toString('hex')],
    ['seed in Base64', seed.toString('base64').slice(0, 40)],
    ['seed in base64url', seed.toString('base64url')],
    ['seed in bytes', seed.toString('latin1')],
    ['secret of another provider', SECRET],
    ['its bytes', '12345678901234567890'],
  ]);
}

describe('the event log', () => {
  it('is downloaded as a zip file that holds no secret', async () => {
    const secrets = await liveWithSecrets();
    await walk.open('/#log');
    await walk.sees('Sign-in request ended');
    const [download] = await Promise.all([walk.page.waitForEvent('download'), walk.press('Share as a file')]);
    await walk.sees('The file is in your downloads.');
    expect(download.suggestedFilename()).toMatch(/^countersign-log-\d{4}-\d\d-\d\d\.zip$/u);
    const archive = readFileSync(await download.path());
    const log = readZip(archive).get('countersign-log.txt')?.toString() ?? '';
    expect(log.split('\n').map((line) => line.split(' ')[1])).toEqual(
      expect.arrayContaining([
        'enrolled',
        'enrollment-failed',
        'request-arrived',
        'request-ended',
        'third-party-added',
      ]),
    );
    expect(log).toMatch(/request-ended CS\d+ [0-9a-f-]{36} APPROVED/u);
    const kept = await walk.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open('countersign-records');
          opening.onsuccess = () => {
            const reading = opening.result.transaction(['requests', 'events']);
            const requests = reading.objectStore('requests').getAll();
            const events = reading.objectStore('events').getAll();
            reading.oncomplete = () => {
              resolve(JSON.stringify([requests.result, events.result]));
            };
          };
        }),
    );
    expect(kept).toContain('Acme Wiki');
    for (const [what, secret] of secrets) {
      expect(secret.length, what).toBeGreaterThan(5);
      for (const told of [log, archive.toString('latin1'), kept]) {
        expect(told.includes(secret), `${what} in the log`).toBe(false);
      }
    }
    expect(walk.complaints).toEqual([]);
  });

  it('is handed to another app where the browser can', async () => {
    walk = await Walk.begin();
    await walk.page.addInitScript(() => {
      Object.assign(navigator, {
        canShare: () => true,
        share: async ({ files: [file] }: { files: File[] }) => {
          Object.assign(window, {
            given: [file?.name, file?.type, new Uint8Array((await file?.arrayBuffer()) ?? []).length],
          });
        },
      });
    });
    await enroll(walk);
    await walk.open('/#log');
    await walk.sees('Token added');
    await walk.press('Share as a file');
    await walk.sees('The file was handed over.');
    expect(await walk.page.evaluate(() => (window as unknown as { given: unknown[] }).given)).toEqual([
      expect.stringMatching(/\.zip$/u),
      'application/zip',
      expect.any(Number),
    ]);
  });
});

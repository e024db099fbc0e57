import { afterEach, describe, expect, it } from 'vitest';
import { type Visitor, Walk } from './browser.ts';
import { enroll } from './enrolled.ts';
import { DESK } from './looking.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

/** Begins with a first token in the app, and gives its serial number. */
async function enrolled(visitor: Visitor = {}): Promise<string> {
  walk = await Walk.begin(visitor);
  return enroll(walk);
}

describe('the app', () => {
  it('enrolls by link, step by step', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await walk.open();
    await walk.sees('Sign in with confidence');
    found.push(...(await walk.look('01-welcome')));
    await walk.press('Get started');
    await walk.sees('Add a token');
    found.push(...(await walk.look('02-add')));
    await walk.page.getByLabel('Activation string or link').fill('A1 not complete');
    await walk.press('Continue');
    await walk.sees(/not a complete activation string/);
    found.push(...(await walk.look('03-add-malformed')));
    await walk.open(`/enroll#${walk.server.activation({ password: 'correct horse' })}`);
    await walk.sees('Name your token');
    expect(walk.page.url()).toBe(`${walk.server.origin}/`);
    const code = walk.server.comparisonCode();
    await walk.sees(`${code.slice(0, 3)} ${code.slice(3)}`);
    found.push(...(await walk.look('04-name')));
    await walk.page.getByLabel('Token name').fill('Work');
    await walk.page.getByLabel('Your password').fill('wrong');
    await walk.press('Continue');
    await walk.sees('Get sign-in requests');
    found.push(...(await walk.look('05-push')));
    await walk.press('No thanks');
    await walk.sees('One step is left');
    await walk.sees('This password is not right');
    found.push(...(await walk.look('06-password-refused')));
    await walk.page.getByLabel('Your password').fill('correct horse');
    await walk.press('Finish');
    await walk.sees('Your token is ready');
    found.push(...(await walk.look('07-ready')));
    await walk.press('Show my tokens');
    await walk.sees('Work');
    expect([...walk.server.tokens.values()]).toMatchObject([{ name: 'Work', state: 'ACTIVE', pushEnabled: false }]);
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('does not wait for a browser that asks so quietly that nobody sees it', async () => {
    walk = await Walk.begin();
    await walk.page.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'default' });
      Notification.requestPermission = () =>
        new Promise((resolve) => {
          Object.assign(window, { answerAtLast: resolve });
        });
    });
    const answerAtLast = async (): Promise<void> => {
      await walk.page.evaluate(() => {
        (window as unknown as { answerAtLast: (answer: string) => void }).answerAtLast('denied');
      });
    };
    // Whoever leaves the question alone has added nothing.
    await walk.open(`/enroll#${walk.server.activation()}`);
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.sees('Answer your browser’s question');
    await walk.page.evaluate(() => {
      location.hash = '#settings';
    });
    await walk.sees('Appearance');
    await answerAtLast();
    await walk.open(`/enroll#${walk.server.activation()}`);
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.sees('Answer your browser’s question');
    const found = await walk.look('05-asking');
    expect(walk.server.tokens.size).toBe(0);
    await walk.press('Go on without notifications');
    await walk.sees('Your token is ready');
    await answerAtLast();
    await walk.press('Show my tokens');
    await walk.sees('Check for requests');
    expect([...walk.server.tokens.values()]).toMatchObject([{ state: 'ACTIVE', pushEnabled: true }]);
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('refuses activations with their reasons', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await walk.open(`/enroll#${walk.server.activation({ expiresIn: -1 })}`);
    await walk.sees(/This activation has expired/);
    found.push(...(await walk.look('08-expired')));
    const beyond = 'OCRA-SHA256-6;PIN=TOKEN:4-8:DIGITS;TRIES=5;SUITE=OCRA-1:HOTP-SHA256-6:QN08';
    await walk.open(`/enroll#${walk.server.activation({ policy: beyond })}`);
    await walk.sees(/needs a PIN or a mode/);
    const used = walk.server.activation();
    await walk.open(`/enroll#${used}`);
    await walk.sees('Name your token');
    await walk.open(`/enroll#${used}`);
    await walk.sees(/was used on another device/);
    found.push(...(await walk.look('09-used')));
    await walk.press('Cancel');
    await walk.sees('Sign in with confidence');
    await walk.open('/#add');
    await walk.page.getByLabel('Activation string or link').fill(`https://elsewhere.example/enroll#${used}`);
    await walk.press('Continue');
    await walk.sees(/belongs to another Countersign server/);
    expect(found).toEqual([]);
  });

  it('shows passcodes', async () => {
    await enrolled();
    const found = await walk.look('10-one-token');
    await walk.page.evaluate(() => navigator.clipboard.writeText(''));
    await walk.press(/^Copy/);
    await walk.sees('Copied');
    expect(await walk.page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d{6}$/);
    for (const [policy, organisation, tokenName] of [
      ['HOTP-SHA1-8;PIN=NONE', 'Globex', 'VPN'],
      [
        'TOTP-SHA256-8-60-B32;PIN=NONE',
        'Initech International Holdings',
        'Payroll and personnel records of the head office',
      ],
    ] as const) {
      await walk.press('Add');
      await walk.page
        .getByLabel('Activation string or link')
        .fill(walk.server.activation({ policy, organisation, tokenName }));
      await walk.press('Continue');
      await walk.sees('Name your token');
      await walk.press('Continue');
      if (policy.includes('B32')) {
        // The played server computes decimal passcodes only: what is left to do waits on the list.
        await walk.sees('The token was not added');
        found.push(...(await walk.look('11-failed')));
        await walk.press('Use another activation');
        await walk.press('Back');
      } else {
        await walk.sees('Your token is ready');
        await walk.press('Show my tokens');
      }
    }
    await walk.sees('Finish adding');
    await walk.press('Next passcode');
    await walk.sees('Valid until used');
    found.push(...(await walk.look('12-tokens')));
    await walk.offline(true);
    await walk.sees(/No connection. Passcodes work/);
    found.push(...(await walk.look('13-offline')));
    await walk.page.reload();
    await walk.sees('Acme sign-in');
    await walk.page.locator('.code').first().waitFor();
    expect(found).toEqual([]);
  });

  it('approves with a number, and shows the passcode as used', async () => {
    const serial = await enrolled();
    const found: string[] = [];
    const older = walk.server.push(serial, { context: { application: 'Mail', place: null, browser: null, os: null } });
    await walk.sees('1 sign-in request');
    const id = walk.server.push(serial, { number: '42' });
    await walk.sees('2 sign-in requests');
    found.push(...(await walk.look('20-pending')));
    await walk.press(/2 sign-in requests/);
    await walk.sees('Munich, Germany');
    await walk.page.getByRole('button', { name: '4', exact: true }).click();
    await walk.answerable();
    found.push(...(await walk.look('21-request-number')));
    await walk.page.getByRole('button', { name: '2', exact: true }).click();
    await walk.press('Approve');
    await walk.sees('Approved');
    found.push(...(await walk.look('22-approved')));
    expect(walk.server.answers).toMatchObject([{ req: id, decision: 'approve', number: '42', uv: false }]);
    expect(walk.server.receipts).toContainEqual({ request: id, event: 'opened' });
    await walk.press('Next request');
    await walk.sees('Location unknown');
    await walk.answerable();
    found.push(...(await walk.look('23-request')));
    await walk.press(/No, it wasn/);
    await walk.sees('Why not?');
    found.push(...(await walk.look('24-why')));
    await walk.press(/I cancelled/);
    await walk.sees('Request cancelled');
    found.push(...(await walk.look('25-cancelled')));
    expect(walk.server.answers.at(-1)).toMatchObject({ req: older, decision: 'deny', reason: 'cancelled' });
    await walk.press('Back to my tokens');
    await walk.sees(/Next in|Acme sign-in/i);
    found.push(...(await walk.look('26-used')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('tells the ends of a request apart', async () => {
    const serial = await enrolled();
    const found: string[] = [];
    const openNew = async (number?: string): Promise<string> => {
      const id = walk.server.push(serial, number === undefined ? {} : { number });
      await walk.page.goto(`${walk.server.origin}/#request/${id}`);
      await walk.sees('Munich, Germany');
      return id;
    };
    for (const [state, words, picture] of [
      ['EXPIRED', 'Time is up', '30-expired'],
      ['SUPERSEDED', 'A newer request replaced this one', '31-superseded'],
      ['DENIED', 'Answered on another device', '32-elsewhere'],
    ] as const) {
      walk.server.end(await openNew(), state);
      await walk.sees(words);
      found.push(...(await walk.look(picture)));
    }
    walk.server.endSilently(await openNew(), 'APPROVED');
    await walk.press('Approve');
    await walk.sees('Already answered');
    found.push(...(await walk.look('33-answered')));
    await openNew('77');
    await walk.page.keyboard.press('Tab');
    await walk.page.getByLabel('Number on the login page').fill('78');
    await walk.press('Approve');
    await walk.sees('Wrong number');
    found.push(...(await walk.look('34-number-wrong')));
    await openNew();
    await walk.press(/No, it wasn/);
    await walk.press(/It wasn.t me!/);
    await walk.sees('Attempt stopped');
    found.push(...(await walk.look('35-reported')));
    expect(found).toEqual([]);
  });

  it('keeps settings', async () => {
    const serial = await enrolled();
    const found: string[] = [];
    await walk.press('Settings of Acme sign-in');
    await walk.sees('Token information');
    found.push(...(await walk.look('40-token')));
    await walk.page.getByLabel('Token name').fill('Office');
    await walk.press('Save name');
    await walk.sees('Saved');
    await walk.page.getByRole('switch').click();
    await expect.poll(() => walk.server.tokens.get(serial)).toMatchObject({ name: 'Office', pushEnabled: false });
    await walk.press('Remove token');
    await walk.sees('Remove Office?');
    found.push(...(await walk.look('41-remove')));
    await walk.page.keyboard.press('Escape');
    await walk.press('Back');
    await walk.press('Settings');
    await walk.sees('Appearance');
    await walk.page.getByText('Dark').click();
    found.push(...(await walk.look('42-settings-other-theme')));
    await walk.press('Back');
    await walk.press('Settings of Office');
    await walk.press('Remove token');
    await walk.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await walk.sees('Sign in with confidence');
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('beside the views', () => {
  it('tells the server when a push arrived, and nothing for a forged one', async () => {
    const serial = await enrolled({ whole: true });
    await walk.allowNotifications();
    const id = walk.server.push(serial);
    await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(id) }));
    await expect.poll(() => walk.server.receipts).toContainEqual({ request: id, event: 'delivered' });
    const forged = walk.server.requestJws(id).replace(/.{6}$/u, 'AAAAAA');
    await walk.deliverPush(JSON.stringify({ v: 1, serial, request: forged }));
    const other = walk.server.push(serial);
    await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(other) }));
    await expect.poll(() => walk.server.receipts).toContainEqual({ request: other, event: 'delivered' });
    expect(walk.server.receipts.filter(({ event }) => event === 'delivered')).toHaveLength(2);
    const notifications = await walk.page.evaluate(async () => {
      const shown = await (await navigator.serviceWorker.ready).getNotifications();
      return shown.map(({ title, body }) => `${title} ${body}`);
    });
    expect(notifications).toContain('Signing in to Acme Wiki? alice.miller · Munich, Germany');
  });

  it('is complete from the keyboard, on a desk', async () => {
    const serial = await enrolled({ view: DESK });
    walk.server.push(serial, { number: '42' });
    await walk.sees('1 sign-in request');
    const tabTo = async (name: string | RegExp): Promise<void> => {
      const wanted = walk.page.getByRole('button', { name }).or(walk.page.getByRole('link', { name })).first();
      for (let presses = 0; presses < 40; presses++) {
        if (await wanted.evaluate((element) => element === document.activeElement)) {
          return;
        }
        await walk.page.keyboard.press('Tab');
      }
      throw new Error(`not reached by Tab: ${String(name)}`);
    };
    await tabTo(/1 sign-in request/);
    await walk.page.keyboard.press('Enter');
    await walk.sees('Munich, Germany');
    await walk.answerable();
    await walk.page.keyboard.type('42');
    await tabTo('Approve');
    await walk.page.keyboard.press('Enter');
    await walk.sees('Approved');
    expect(walk.server.answers).toMatchObject([{ decision: 'approve', number: '42' }]);
  });

  it('fits with text twice as large', async () => {
    const serial = await enrolled();
    const found: string[] = [];
    const enlarge = async (): Promise<void> => {
      await walk.page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
    };
    await enlarge();
    found.push(...(await walk.look('50-large-tokens')));
    walk.server.push(serial, { number: '123456' });
    await walk.press(/1 sign-in request/);
    await walk.answerable();
    found.push(...(await walk.look('51-large-request')));
    await walk.press(/No, it wasn/);
    await walk.sees('Why not?');
    found.push(...(await walk.look('52-large-why')));
    expect(found).toEqual([]);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

const ENHANCED = 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1';
const STANDARD = 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0';

let walk: Walk;
let serial: string;

afterEach(async () => {
  await walk.end();
});

async function enrolled(policy: string): Promise<void> {
  walk = await Walk.begin({ whole: true });
  await walk.allowNotifications();
  await walk.open(`/enroll#${walk.server.activation({ policy })}`);
  await walk.press('Continue');
  await walk.press('Allow');
  await walk.sees('Your token is ready');
  await walk.press('Show my tokens');
  await walk.sees('Check for requests');
  serial = [...walk.server.tokens.keys()].at(-1) ?? '';
}

/** Somebody signs in while nothing of the app runs but its worker; its notification stands. */
async function pushed(wanted: Parameters<Walk['server']['push']>[1] = {}): Promise<string> {
  await walk.leave();
  const id = walk.server.push(serial, wanted);
  await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(id) }));
  await expect.poll(() => walk.server.receipts).toContainEqual({ request: id, event: 'delivered' });
  return id;
}

describe('A13: the standard workflow', () => {
  it('shows who asks, without actions, and opens the closed app at the request', async () => {
    await enrolled(STANDARD);
    const id = await pushed();
    expect(await walk.notifications()).toEqual([
      { title: 'Signing in to Acme Wiki?', body: 'alice.miller · Munich, Germany', actions: [] },
    ]);
    expect(await walk.clickNotification()).toEqual([`/#request/${id}`]);
    expect(await walk.notifications()).toEqual([]);
    await walk.open(`/#request/${id}`);
    await walk.sees('Munich, Germany');
  });

  it('brings the app that is open somewhere to the front, at the request', async () => {
    await enrolled(STANDARD);
    await walk.open('/#settings');
    const id = walk.server.push(serial);
    await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(id) }));
    // Not before the worker has shown it: a look in the middle makes Chromium forget it.
    await expect.poll(() => walk.server.receipts).toContainEqual({ request: id, event: 'delivered' });
    expect(await walk.notifications()).toHaveLength(1);
    expect(await walk.clickNotification()).toEqual(['focus']);
    await walk.sees('Munich, Germany');
    expect(walk.page.url()).toContain(`#request/${id}`);
  });

  it('looks for the request before it says that it is over, and says when it cannot', async () => {
    await enrolled(STANDARD);
    const id = await pushed();
    walk.server.failWith = { status: 503, code: 'unavailable' };
    await walk.open(`/#request/${id}`);
    await walk.sees('The request could not be fetched');
    expect(await walk.page.getByText('Nothing waits here').count()).toBe(0);
    walk.server.failWith = null;
    // The app tries by itself, too: then the button is gone before it is pressed.
    await Promise.any([walk.press('Try again'), walk.sees('Munich, Germany')]);
    await walk.sees('Munich, Germany');
  });

  it('says why the request is over that its notification opens', async () => {
    await enrolled(STANDARD);
    const id = await pushed();
    walk.server.endSilently(id, 'SUPERSEDED');
    await walk.open(`/#request/${id}`);
    await walk.sees('A newer request replaced this one');
  });

  it('takes the notification away once the request is answered in the app', async () => {
    await enrolled(STANDARD);
    const id = await pushed();
    await walk.open(`/#request/${id}`);
    await walk.answerable();
    await walk.press('Approve');
    await walk.sees('Approved');
    await expect.poll(() => walk.notifications()).toEqual([]);
  });
});

describe('A13: the enhanced workflow', () => {
  it('approves on the notification, with a passcode, and the app shows it as used', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    expect(await walk.notifications()).toMatchObject([{ actions: ['approve: Approve', 'deny: Deny'] }]);
    expect(await walk.clickNotification('approve')).toEqual([]);
    expect(walk.server.answers).toMatchObject([{ req: id, decision: 'approve', number: null, reason: null }]);
    expect(walk.server.answers[0]?.['passcode']).toMatch(/^\d{6}$/);
    expect(walk.server.stateOf(id)).toBe('APPROVED');
    expect(await walk.notifications()).toEqual([]);
    // The vault of the page and of the worker is one: the passcode is spent here too, and not shown again.
    await walk.open();
    await walk.sees('Acme sign-in');
    const shown = await walk.page.locator('.token-code').first().innerText();
    expect(shown.replace(/\s/gu, '')).not.toContain(String(walk.server.answers[0]?.['passcode']));
    expect(await walk.spentSteps()).toEqual([Math.floor(Number(walk.server.answers[0]?.['iat']) / 30)]);
  });

  it('shows the answer from the notification as this device’s own in a page that is open at the request', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    await walk.open(`/#request/${id}`);
    await walk.answerable();
    await walk.clickNotification('approve');
    await walk.sees('Acme Wiki continues by itself.');
    expect(walk.server.stateOf(id)).toBe('APPROVED');
  });

  it('denies on the notification as cancelled', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    expect(await walk.clickNotification('deny')).toEqual([]);
    expect(walk.server.answers).toMatchObject([{ req: id, decision: 'deny', reason: 'cancelled', passcode: null }]);
    expect(walk.server.stateOf(id)).toBe('DENIED');
    expect(await walk.notifications()).toEqual([]);
  });

  it('opens the app when the notification itself is clicked', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    expect(await walk.clickNotification()).toEqual([`/#request/${id}`]);
    expect(walk.server.answers).toEqual([]);
  });

  it('says what kept the answer from the server, and opens the app for another try', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    walk.server.failWith = { status: 503, code: 'unavailable' };
    expect(await walk.clickNotification('approve')).toEqual([]);
    expect(await walk.notifications()).toMatchObject([
      { title: 'Not answered: Acme Wiki', body: expect.stringContaining('cannot answer now') as string, actions: [] },
    ]);
    walk.server.failWith = null;
    expect(await walk.clickNotification()).toEqual([`/#request/${id}`]);
    expect(walk.server.stateOf(id)).toBe('PENDING');
  });

  it('says that the time was up', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    walk.server.endSilently(id, 'EXPIRED');
    await walk.clickNotification('approve');
    expect(await walk.notifications()).toMatchObject([
      { body: expect.stringContaining('The time for this request is up') as string },
    ]);
  });

  it('answers each request once, however often its action is clicked', async () => {
    await enrolled(ENHANCED);
    const id = await pushed();
    walk.server.endSilently(id, 'APPROVED');
    await walk.clickNotification('approve');
    expect(walk.server.answers).toEqual([]);
    expect(await walk.notifications()).toMatchObject([
      { body: expect.stringContaining('has been answered before') as string },
    ]);
  });

  it.each([
    ['a number of 2 digits', ENHANCED, { number: '42' }],
    ['a number of 6 digits', ENHANCED, { number: '123456' }],
    ['a check of the user', ENHANCED, { uv: true }],
    ['a policy without it', STANDARD, {}],
  ] as const)('needs the app for %s: no actions, and a forged one opens it', async (_, policy, wanted) => {
    await enrolled(policy);
    const id = await pushed(wanted);
    expect(await walk.notifications()).toMatchObject([{ actions: [] }]);
    expect(await walk.clickNotification('approve')).toEqual([`/#request/${id}`]);
    expect(walk.server.answers).toEqual([]);
  });
});

describe('a new version of the app', () => {
  it('waits until the person agrees, and comes in then', async () => {
    await enrolled(STANDARD);
    const versions = (): Promise<unknown> =>
      walk.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return { waiting: registration?.waiting?.state ?? null, active: registration?.active?.state ?? null };
      });
    await expect.poll(versions).toEqual({ waiting: null, active: 'activated' });
    await walk.page.reload();
    await walk.sees('Check for requests');
    expect(await walk.page.getByText('A new version is ready.').count()).toBe(0);
    walk.server.releases = 1;
    await walk.page.reload();
    await walk.sees('A new version is ready.');
    expect(await versions()).toEqual({ waiting: 'installed', active: 'activated' });
    // Neither opening the app again nor time lets it in.
    await walk.page.reload();
    await walk.sees('A new version is ready.');
    expect(await versions()).toEqual({ waiting: 'installed', active: 'activated' });
    expect(await walk.look('60-update')).toEqual([]);
    const reloaded = walk.page.waitForEvent('load');
    await walk.press('Update now');
    await reloaded;
    await walk.sees('Check for requests');
    await expect.poll(versions).toEqual({ waiting: null, active: 'activated' });
    expect(await walk.page.getByText('A new version is ready.').count()).toBe(0);
    expect(walk.complaints).toEqual([]);
  });
});

describe('A17: where requests cannot reach the closed app', () => {
  const IPHONE =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

  it('a tab on an iPhone explains the Home Screen before and after tokens are added', async () => {
    walk = await Walk.begin({ userAgent: IPHONE });
    await walk.page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'PushManager');
    });
    const found: string[] = [];
    await walk.open();
    await walk.sees(/Tap Share, then Add to Home Screen/);
    found.push(...(await walk.look('70-iphone-welcome')));
    await walk.open(`/enroll#${walk.server.activation({ policy: STANDARD })}`);
    await walk.press('Continue');
    await walk.sees('Get sign-in requests');
    await walk.sees(/Tap Share, then Add to Home Screen/);
    found.push(...(await walk.look('71-iphone-push')));
    await walk.press('Allow');
    await walk.sees('Your token is ready');
    await walk.sees(/Tap Share, then Add to Home Screen/);
    await walk.press('Show my tokens');
    await walk.press('Settings of Acme sign-in');
    await walk.sees(/Tap Share, then Add to Home Screen/);
    found.push(...(await walk.look('72-iphone-token')));
    expect(found).toEqual([]);
  });

  it('a browser that blocks notifications says so, and what to do', async () => {
    walk = await Walk.begin();
    const found: string[] = [];
    await walk.open(`/enroll#${walk.server.activation({ policy: STANDARD })}`);
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.sees(/The browser blocks notifications/);
    found.push(...(await walk.look('73-blocked-ready')));
    await walk.press('Show my tokens');
    await walk.press('Settings of Acme sign-in');
    await walk.sees(/The browser blocks notifications/);
    found.push(...(await walk.look('74-blocked-token')));
    expect(found).toEqual([]);
  });

  it('asks for the permission again when Autosend is switched on without it', async () => {
    walk = await Walk.begin();
    // Headless, the browser decides by itself; a person has not decided yet.
    await walk.page.addInitScript(() => {
      Object.defineProperty(Notification, 'permission', { get: () => 'default' });
      Object.defineProperty(globalThis, 'asked', { value: [] });
      Notification.requestPermission = async () => {
        (globalThis as unknown as { asked: string[] }).asked.push('asked');
        return 'default';
      };
    });
    const asked = (): Promise<number> =>
      walk.page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.length);
    await walk.open(`/enroll#${walk.server.activation({ policy: STANDARD })}`);
    await walk.press('Continue');
    await walk.press('No thanks');
    await walk.sees('Your token is ready');
    expect(await asked()).toBe(0);
    await walk.press('Show my tokens');
    await walk.press('Settings of Acme sign-in');
    await walk.page.getByRole('switch').click();
    await walk.sees(/have not been allowed yet/);
    expect(await asked()).toBe(1);
    expect(walk.server.settings).toMatchObject([{ pushEnabled: true, push: null }]);
    expect(await walk.look('75-undecided')).toEqual([]);
    await walk.press('Allow notifications');
    await expect.poll(asked).toBe(2);
    await walk.page.getByRole('switch').click();
    await expect.poll(() => walk.server.settings.at(-1)).toMatchObject({ pushEnabled: false, push: null });
    await expect.poll(() => walk.page.getByText(/have not been allowed yet/).count()).toBe(0);
  });
});

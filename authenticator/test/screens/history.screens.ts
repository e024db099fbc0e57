import { afterEach, describe, expect, it } from 'vitest';
import { type Walk } from './browser.ts';
import { enrolled } from './enrolled.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

const words = async (): Promise<string> => (await walk.page.locator('.rows').innerText()).replace(/\s+/gu, ' ');

describe('a token’s last requests', () => {
  it('are listed with their answers, and go with the token', async () => {
    const { walk: begun, serial } = await enrolled();
    walk = begun;
    const found: string[] = [];
    await walk.press('Settings of Acme sign-in');
    await walk.sees('No requests yet');
    await walk.sees('1: keys are kept by the browser');
    found.push(...(await walk.look('80-no-requests')));
    const push = async (application: string, city: string | null): Promise<string> => {
      const place = city === null ? null : { own: false, country: 'AT', city };
      const id = walk.server.push(serial, { context: { application, place } });
      await walk.page.goto(`${walk.server.origin}/#request/${id}`);
      await walk.answerable();
      return id;
    };
    await push('Acme Wiki', 'Linz');
    await walk.press('Approve');
    await walk.sees('Approved');
    await push('Payroll', null);
    await walk.press(/No, it wasn/);
    await walk.press(/It wasn.t me!/);
    await walk.sees('Attempt stopped');
    walk.server.end(await push('Mail', 'Vienna'), 'APPROVED');
    await walk.sees('Answered on another device');
    walk.server.end(await push('VPN', 'Graz'), 'EXPIRED');
    await walk.sees('Time is up');
    await walk.open(`/#token/${serial}`);
    await walk.sees('Last sign-in requests');
    await walk.sees('Not answered in time');
    expect(await words()).toMatch(
      /VPN Not answered in time Graz.*Mail Approved on another device Vienna.*Payroll Reported: it wasn’t you Location unknown.*Acme Wiki Approved Linz, Austria/u,
    );
    await walk.page.locator('.rows').scrollIntoViewIfNeeded();
    found.push(...(await walk.look('81-requests')));
    await walk.press('Remove token');
    await walk.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await walk.sees('Sign in with confidence');
    const left = await walk.page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('countersign-records');
          opening.onsuccess = () => {
            const all = opening.result.transaction('requests').objectStore('requests').getAll();
            all.onsuccess = () => {
              resolve(all.result);
            };
          };
        }),
    );
    expect(left).toEqual([]);
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('beside the views', () => {
  it('a request that came by web push while the app was closed is listed too', async () => {
    const { walk: begun, serial } = await enrolled({}, { whole: true });
    walk = begun;
    await walk.allowNotifications();
    const id = walk.server.push(serial, { context: { application: 'Night shift' } });
    walk.server.endSilently(id, 'EXPIRED');
    await walk.open('/favicon.svg');
    await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(id) }));
    await expect.poll(() => walk.server.receipts).toContainEqual({ request: id, event: 'delivered' });
    await walk.open(`/#token/${serial}`);
    await walk.sees('Night shift');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { type Walk } from './browser.ts';
import { enroll, enrolled } from './enrolled.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

describe('requests of several virtual servers', () => {
  it('wait together, the newest first, above every page, and each is answered by its own token', async () => {
    const { walk: begun, serial: acme } = await enrolled();
    walk = begun;
    const globex = await enroll(walk, { organisation: 'Globex', tokenName: 'Globex sign-in' });
    const found: string[] = [];
    await walk.open('/#settings');
    await walk.sees('Appearance');
    expect(await walk.page.locator('.pending').count()).toBe(0);
    const first = walk.server.push(acme, { context: { application: 'Acme Wiki' } });
    await walk.sees('1 sign-in request');
    const second = walk.server.push(globex, { context: { application: 'Globex VPN', organisation: 'Globex' } });
    await walk.sees('2 sign-in requests');
    await walk.sees('Newest: Globex VPN');
    found.push(...(await walk.look('85-waiting-above-settings')));
    await walk.open('/#help');
    await walk.sees('2 sign-in requests');
    await walk.press(/2 sign-in requests/);
    await walk.sees('Globex sign-in');
    await walk.sees('1 of 2');
    await walk.press('Next request');
    await walk.sees('Acme sign-in');
    await walk.press('Previous request');
    await walk.sees('Globex sign-in');
    await walk.answerable();
    await walk.press('Approve');
    await walk.sees('Approved');
    await walk.press('Next request');
    await walk.sees('Acme sign-in');
    await walk.answerable();
    await walk.press('Approve');
    await walk.sees('Acme Wiki continues by itself.');
    await walk.press('Back to my tokens');
    await walk.sees('Listening for requests');
    expect(walk.server.answers).toMatchObject([
      { iss: globex, req: second, decision: 'approve' },
      { iss: acme, req: first, decision: 'approve' },
    ]);
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

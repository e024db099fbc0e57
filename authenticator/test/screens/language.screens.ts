import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

const spoken = (page = walk.page): Promise<string[]> =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

async function enrolledInGerman(): Promise<string> {
  walk = await Walk.begin({ locale: 'de-AT' });
  await walk.open(`/enroll#${walk.server.activation()}`);
  await walk.press('Weiter');
  await walk.press('Erlauben');
  await walk.sees('Ihr Token ist bereit');
  await walk.press('Meine Tokens anzeigen');
  await walk.sees('Anfragen abrufen');
  return [...walk.server.tokens.keys()].at(-1) ?? '';
}

/** A choice in the settings, by its own name: the words of the page may be in any language. */
async function choose(name: string, page = walk.page): Promise<void> {
  await page.locator('.choices label', { hasText: name }).last().click();
}

describe('German', () => {
  it('adds a token', async () => {
    walk = await Walk.begin({ locale: 'de-AT', whole: true });
    const found: string[] = [];
    await walk.open();
    await walk.sees('Sicher anmelden');
    expect(await spoken()).toEqual(['de', 'ltr']);
    found.push(...(await walk.look('a0-german-welcome')));
    await walk.press('Los geht’s');
    await walk.page.getByLabel('Aktivierungscode oder Link').fill('A1 nicht vollständig');
    await walk.press('Weiter');
    await walk.sees(/Aktivierungscode ist nicht vollständig/);
    found.push(...(await walk.look('a1-german-add')));
    await walk.open('/#scan');
    await walk.sees(/darf die Kamera nicht verwenden/);
    found.push(...(await walk.look('a2-german-scan')));
    await walk.open(`/enroll#${walk.server.activation({ password: 'richtig' })}`);
    await walk.sees('Token benennen');
    found.push(...(await walk.look('a3-german-name')));
    await walk.page.getByLabel('Ihr Passwort').fill('falsch');
    await walk.press('Weiter');
    await walk.sees('Anmeldeanfragen erhalten');
    found.push(...(await walk.look('a4-german-push')));
    await walk.press('Nein danke');
    await walk.sees('Dieses Passwort ist nicht richtig. Versuchen Sie es noch einmal.');
    found.push(...(await walk.look('a5-german-password')));
    await walk.page.getByLabel('Ihr Passwort').fill('richtig');
    await walk.press('Abschließen');
    await walk.sees('Damit melden Sie sich als alice.miller bei Acme Corporation an.');
    found.push(...(await walk.look('a6-german-ready')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('answers requests', async () => {
    const serial = await enrolledInGerman();
    const found = await walk.look('a7-german-tokens');
    walk.server.push(serial, { number: '42' });
    await walk.sees('1 Anmeldeanfrage');
    const id = walk.server.push(serial, { context: { application: 'Mail', place: null, browser: null, os: null } });
    await walk.sees('2 Anmeldeanfragen');
    found.push(...(await walk.look('a8-german-pending')));
    await walk.press(/2 Anmeldeanfragen/);
    await walk.sees('Ort unbekannt');
    await walk.page.getByRole('button', { name: 'Nein, das war ich nicht', disabled: false }).waitFor();
    found.push(...(await walk.look('a9-german-request')));
    await walk.press('Nein, das war ich nicht');
    await walk.sees('Niemand wird angemeldet, egal was Sie wählen.');
    found.push(...(await walk.look('b0-german-why')));
    await walk.press('Das war ich nicht!');
    await walk.sees('Versuch gestoppt');
    found.push(...(await walk.look('b1-german-reported')));
    expect(walk.server.answers).toMatchObject([{ req: id, decision: 'deny', reason: 'not_me' }]);
    await walk.press('Nächste Anfrage');
    await walk.page.getByLabel('Zahl auf der Anmeldeseite').or(walk.page.getByText('Zahl auf der')).first().waitFor();
    await walk.page.getByRole('button', { name: 'Nein, das war ich nicht', disabled: false }).waitFor();
    found.push(...(await walk.look('b2-german-number')));
    await walk.page.getByRole('button', { name: '4', exact: true }).click();
    await walk.page.getByRole('button', { name: '2', exact: true }).click();
    await walk.press('Bestätigen');
    await walk.sees('Acme Wiki geht von selbst weiter.');
    await walk.press('Zurück zu meinen Tokens');
    await walk.sees(/nächster in|Acme sign-in/);
    found.push(...(await walk.look('b3-german-used')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('explains and keeps settings', async () => {
    const serial = await enrolledInGerman();
    const found: string[] = [];
    walk.server.end(walk.server.push(serial), 'EXPIRED');
    await walk.press('Einstellungen von Acme sign-in');
    await walk.sees('Angaben zum Token');
    await walk.sees('Zeitbasiert');
    found.push(...(await walk.look('b4-german-token')));
    await walk.press('Token entfernen');
    await walk.sees('Acme sign-in entfernen?');
    found.push(...(await walk.look('b5-german-remove')));
    await walk.press('Behalten');
    await walk.press('Zurück');
    await walk.press('Einstellungen');
    await walk.sees('Sprache');
    found.push(...(await walk.look('b6-german-settings')));
    await walk.press(/^Ereignisprotokoll/);
    await walk.sees('Token hinzugefügt');
    await walk.sees(/^\d\d\.\d\d\.\d{4}, \d\d:\d\d$/);
    found.push(...(await walk.look('b7-german-log')));
    await walk.open('/#help');
    await walk.sees('Was ist ein Token?');
    found.push(...(await walk.look('b8-german-help')));
    await walk.press('Anmeldeanfragen kommen nicht an');
    await walk.sees(/Autosend muss eingeschaltet sein/);
    found.push(...(await walk.look('b9-german-topic')));
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('the language', () => {
  it('changes at once, in the other tab too, stays, and follows the browser again', async () => {
    walk = await Walk.begin({ locale: 'de-DE' });
    await walk.open('/#settings');
    await walk.sees('Sprache');
    const other = await walk.page.context().newPage();
    await other.goto(`${walk.server.origin}/#add`);
    await other.getByLabel('Aktivierungscode oder Link').fill('A1 half typed');
    await choose('English');
    await walk.sees('Appearance');
    expect(await spoken()).toEqual(['en', 'ltr']);
    // What was begun there goes on in the other language.
    expect(await other.getByLabel('Activation string or link').inputValue()).toBe('A1 half typed');
    expect(await spoken(other)).toEqual(['en', 'ltr']);
    await walk.page.reload();
    await walk.sees('Appearance');
    expect(await walk.page.getByLabel('English').isChecked()).toBe(true);
    await walk.page.locator('.choices').last().getByText('System').click();
    await walk.sees('Darstellung');
    await other.getByLabel('Aktivierungscode oder Link').waitFor();
    expect(walk.complaints).toEqual([]);
  });

  it('is there without a network, though it was never spoken before', async () => {
    walk = await Walk.begin();
    await walk.open('/#settings');
    await walk.sees('Appearance');
    await walk.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await expect.poll(() => walk.page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    await walk.offline(true);
    await choose('Deutsch');
    await walk.sees('Darstellung');
    await walk.page.reload();
    await walk.sees('Darstellung');
    await walk.press(/^Hilfe/);
    await walk.sees('Was ist ein Token?');
  });

  it('is that of notifications, and of what kept an answer from the server', async () => {
    walk = await Walk.begin({ whole: true });
    await walk.allowNotifications();
    const policy = 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=0;ENH=1';
    await walk.open(`/enroll#${walk.server.activation({ policy })}`);
    await walk.press('Continue');
    await walk.press('Allow');
    await walk.press('Show my tokens');
    await walk.sees('Check for requests');
    const serial = [...walk.server.tokens.keys()].at(-1) ?? '';
    const pushed = async (): Promise<void> => {
      const id = walk.server.push(serial);
      await walk.deliverPush(JSON.stringify({ v: 1, serial, request: walk.server.requestJws(id) }));
      await expect.poll(() => walk.server.receipts).toContainEqual({ request: id, event: 'delivered' });
    };
    await walk.open('/#settings');
    await choose('Deutsch');
    await walk.sees('Darstellung');
    await walk.leave();
    await pushed();
    expect(await walk.notifications()).toEqual([
      {
        title: 'Melden Sie sich bei Acme Wiki an?',
        body: 'alice.miller · Munich, Deutschland',
        actions: ['approve: Bestätigen', 'deny: Ablehnen'],
      },
    ]);
    walk.server.failWith = { status: 503, code: 'unavailable' };
    await walk.clickNotification('approve');
    expect(await walk.notifications()).toMatchObject([
      {
        title: 'Nicht beantwortet: Acme Wiki',
        body: expect.stringMatching(/kann gerade nicht antworten.*Tippen Sie, um Countersign zu öffnen/) as string,
      },
    ]);
    walk.server.failWith = null;
    await walk.open('/#settings');
    await choose('English');
    await walk.sees('Appearance');
    await walk.leave();
    await pushed();
    expect((await walk.notifications()).map(({ title }) => title)).toContain('Signing in to Acme Wiki?');
  });
});

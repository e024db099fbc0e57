import { afterEach, describe, expect, it } from 'vitest';
import { Walk } from './browser.ts';
import { cameraFile } from './browsers.ts';
import { qrPicture, writeCameraFile } from './qr-code.ts';

let walk: Walk;

afterEach(async () => {
  await walk.end();
});

const OTPAUTH = 'otpauth://totp/Example%20Mail:alice%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

async function choosePicture(content: Buffer, name = 'code.png'): Promise<void> {
  await walk.page.getByLabel('Choose a picture').setInputFiles({ name, mimeType: 'image/png', buffer: content });
}

describe('a QR code', () => {
  it('is read by the camera and enrolls', async () => {
    walk = await Walk.begin({ camera: 'fake' });
    const found: string[] = [];
    await walk.open('/#add');
    await writeCameraFile(cameraFile(), null);
    await walk.press('Scan a QR code');
    await walk.sees('Hold the code inside the frame');
    await expect
      .poll(() => walk.page.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
      .toBe(640);
    found.push(...(await walk.look('70-scanning')));
    await walk.press('Paste or type instead');
    await walk.sees('Add a token');
    found.push(...(await walk.look('71-add-with-scan')));
    await writeCameraFile(cameraFile(), `${walk.server.origin}/enroll#${walk.server.activation()}`);
    await walk.press('Scan a QR code');
    await walk.sees('Name your token');
    expect(walk.page.url()).not.toContain('A1');
    await walk.press('Continue');
    await walk.press('No thanks');
    await walk.sees('Your token is ready');
    expect([...walk.server.tokens.values()]).toMatchObject([{ state: 'ACTIVE' }]);
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });

  it('is read from a picture where the camera is refused, and every other picture has its reason', async () => {
    walk = await Walk.begin({ whole: true });
    const found: string[] = [];
    await walk.open('/#scan');
    await walk.sees('The browser may not use the camera');
    found.push(...(await walk.look('72-camera-refused')));
    await choosePicture(Buffer.from('no picture'), 'notes.txt');
    await walk.sees('not a picture that the browser can open');
    await choosePicture(await walk.page.screenshot());
    await walk.sees('No QR code was found');
    found.push(...(await walk.look('73-no-code')));
    await choosePicture(await qrPicture('https://example.org/menu'));
    await walk.sees('This QR code is not for adding a token');
    await choosePicture(await qrPicture(`https://elsewhere.example/enroll#${walk.server.activation()}`));
    await walk.sees('belongs to another Countersign server');
    await choosePicture(await qrPicture(`${walk.server.origin}/enroll#${walk.server.activation()}`));
    await walk.sees('Name your token');
    await walk.press('Cancel');
    await walk.open('/#scan');
    await choosePicture(await qrPicture(OTPAUTH));
    await walk.sees('Add from another provider');
    await walk.sees('alice@example.org');
    expect(found).toEqual([]);
    expect(walk.complaints).toEqual([]);
  });
});

describe('beside the views', () => {
  it('says what to do without a camera', async () => {
    walk = await Walk.begin({ camera: 'none' });
    await walk.open('/#scan');
    await walk.sees('This device has no camera that the browser can use');
    expect(await walk.look('74-camera-missing')).toEqual([]);
  });

  it('turns the camera off when the screen is left', async () => {
    walk = await Walk.begin({ camera: 'fake' });
    await writeCameraFile(cameraFile(), null);
    await walk.open('/#scan');
    await walk.sees('Hold the code inside the frame');
    const track = await walk.page.evaluateHandle(
      () => (document.querySelector('video')?.srcObject as MediaStream).getVideoTracks()[0],
    );
    expect(await track.evaluate((running) => running?.readyState)).toBe('live');
    await walk.press('Paste or type instead');
    await walk.sees('Add a token');
    expect(await track.evaluate((running) => running?.readyState)).toBe('ended');
  });

  it('goes on when the code is of no use, until it sees one that is', async () => {
    walk = await Walk.begin({ camera: 'fake' });
    await writeCameraFile(cameraFile(), 'https://example.org/menu');
    await walk.open('/#scan');
    await walk.sees('This QR code is not for adding a token');
    expect(await walk.page.locator('video').count()).toBe(1);
  });

  it('reads a picture without a network, once the app is kept', async () => {
    walk = await Walk.begin();
    await walk.open('/#scan');
    await walk.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await walk.page.reload();
    await walk.offline(true);
    await walk.page.reload();
    await choosePicture(await qrPicture(OTPAUTH));
    await walk.sees('Add from another provider');
  });
});

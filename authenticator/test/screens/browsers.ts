import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';

/**
 * What a browser has for a camera. `fake` is one that sees the file at `cameraFile`, `none` that there is no camera; both
 * are allowed to be used. `refused` is a camera that the app may not use.
 */
export type Camera = 'fake' | 'none' | 'refused';

let folder: string | undefined;
const running = new Map<Camera, Promise<Browser>>();

/** What a fake camera sees; it is opened when the app turns the camera on. */
export function cameraFile(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'countersign-screens-'));
  return join(folder, 'camera.y4m');
}

/** The browser of this file of tests: to start one takes longer than most walks, so walks share it, each with a profile of its own. */
export function browser(camera: Camera): Promise<Browser> {
  const known = running.get(camera) ?? start(camera);
  running.set(camera, known);
  return known;
}

function start(camera: Camera): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(camera === 'none' ? [] : ['--use-fake-device-for-media-stream']),
      ...(camera === 'fake' ? [`--use-file-for-fake-video-capture=${cameraFile()}`] : []),
    ],
  });
}

afterAll(async () => {
  await Promise.all([...running.values()].map(async (started) => (await started).close()));
  running.clear();
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
});

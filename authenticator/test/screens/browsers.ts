import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll } from 'vitest';

/**
 * What a browser has for a camera. `fake` is one that sees the file at `cameraFile`, `none` that there is no camera; both
 * are allowed to be used. `refused` is a camera that the app may not use.
 */
export type Camera = 'fake' | 'none' | 'refused';

/** Debian's Chromium, and the same without a window of its own; or one in the place of both. */
const WHOLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const LEAN = process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell';

let folder: string | undefined;
const running = new Map<string, Promise<Browser>>();

/** What a fake camera sees; it is opened when the app turns the camera on. */
export function cameraFile(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'countersign-screens-'));
  return join(folder, 'camera.y4m');
}

/**
 * The browser of this file of tests: to start one takes longer than most walks, so walks share it, each with a profile of its own.
 * @param whole whether it shows notifications and knows cameras; the other one opens a page in a third of the time
 */
export function browser(camera: Camera, whole: boolean): Promise<Browser> {
  const program = whole || camera !== 'refused' || !existsSync(LEAN) ? WHOLE : LEAN;
  const key = `${camera} ${program}`;
  const known = running.get(key) ?? start(camera, program);
  running.set(key, known);
  return known;
}

function start(camera: Camera, program: string): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
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

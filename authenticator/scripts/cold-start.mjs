// How long it takes from a cold start of the browser to a passcode on the screen, without a network. For ./countersign bench:
//   cold-start.mjs enroll PROFILE LINK         enrolls a token in a new browser profile and closes the browser
//   cold-start.mjs measure PROFILE APP TIMES   starts the browser so often; the server must be gone by then
// Prints one line per start: milliseconds from the browser's start, and from the navigation, to the passcode.
/* global document, MutationObserver, navigator, performance, requestAnimationFrame, setTimeout */
import { chromium } from 'playwright-core';

const [task, profile, address, times] = process.argv.slice(2);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

async function browser() {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...FLAGS, '--disable-component-update', '--disable-sync'],
    viewport: { width: 360, height: 740 },
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

async function enroll() {
  const { context, page } = await browser();
  await page.goto(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'No thanks' }).click();
  await page.getByRole('button', { name: 'Show my tokens' }).click();
  await page.locator('.token-code .code').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await context.close();
}

/** Notes the moment at which the first frame with a passcode is on its way to the screen. */
function watch() {
  const seen = () => {
    if (/\d{3}\s?\d{3}/u.test(document.querySelector('.token-code .code')?.textContent ?? '')) {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.shownAfter = performance.now())));
    }
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}

async function measure() {
  const started = performance.timeOrigin + performance.now();
  const { context, page } = await browser();
  await context.setOffline(true);
  await page.addInitScript(watch);
  await page.goto(address);
  await page.waitForFunction(() => globalThis.shownAfter !== undefined);
  const [origin, after] = await page.evaluate(() => [performance.timeOrigin, globalThis.shownAfter]);
  await context.close();
  console.log(`${Math.round(origin + after - started)} ${Math.round(after)}`);
}

if (task === 'enroll') {
  await enroll();
} else {
  for (let time = 0; time < Number(times); time++) {
    await measure();
  }
}

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures go; without it none are taken, which is what a test run wants. */
const pictures = process.env['COUNTERSIGN_SCREENS'];

/** How a screen is looked at. */
export interface View {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export const PHONE: View = { name: 'phone-light', width: 360, height: 740, scheme: 'light' };
export const DESK: View = { name: 'desk-light', width: 1440, height: 900, scheme: 'light' };
const VIEWS: readonly View[] = [PHONE, { ...PHONE, name: 'phone-dark', scheme: 'dark' }, DESK];

/**
 * Looks at what a page shows as on a phone, on a phone in the dark, and on a desk; takes the pictures; and gives what
 * axe-core finds wrong, and where the page is wider than the view. Leaves the page as it was.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const view of VIEWS) {
    await show(page, view);
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}-${view.name}.png`) });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    const wrong = [
      ...(wide ? ['wider than the screen'] : []),
      ...(await cutOff(page)),
      ...(await axeFinds(page, view)),
    ];
    found.push(...wrong.map((finding) => `${name}-${view.name}: ${finding}`));
  }
  await show(page, { ...PHONE, ...before });
  return found;
}

/** Gives the page another size and theme, and waits until nothing of it is on its way there any more. */
async function show(page: Page, { width, height, scheme }: View): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const passing = document
      .getAnimations()
      .filter((moving) => moving.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((moving) => moving.finished));
  });
}

/** Words that are cut off or stand out of their box, though the page is not wider than the view. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = nodes.nextNode(); text !== null; text = nodes.nextNode()) {
      const box = text.parentElement?.closest('button, .button, .choices label, dialog, .card, main, header');
      if (!box || text.parentElement?.closest('.only-heard, textarea')) {
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(text);
      const words = range.getBoundingClientRect();
      const { left, right } = box.getBoundingClientRect();
      if (words.width > 0 && (words.left < left || words.right > right)) {
        found.push(`out of its box: ${text.textContent ?? ''}`);
      }
    }
    return found;
  });
}

/** In the dark only colours differ, so only their contrast is asked for again. */
async function axeFinds(page: Page, view: View): Promise<string[]> {
  const only = view.scheme === 'dark' ? `, runOnly: { type: 'rule', values: ['color-contrast'] }` : '';
  const results = await evaluated(
    await sessionOf(page),
    `axe.run(document, { resultTypes: ['violations'] ${only} }).then((result) =>
      result.violations.map((violation) => violation.id + ': ' + violation.nodes.map((node) => node.target.join(' ')
      + ' ' + node.failureSummary).join('; ')))`,
  );
  return results as string[];
}

const sessions = new WeakMap<Page, CDPSession>();

async function sessionOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  return session;
}

/** axe-core runs in a world of its own, which the page's content security policy does not bind. */
async function evaluated(session: CDPSession, expression: string): Promise<unknown> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe-core',
  });
  const run = async (script: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: script,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  };
  // The world stays as long as the document: axe-core is brought there only once.
  if ((await run('typeof axe')) === 'undefined') {
    await run(`${axe}; undefined`);
  }
  return run(expression);
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, type Page, type Worker, chromium } from 'playwright-core';
import { PlayedServer } from './played-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** For the documentation pictures go elsewhere, one pixel for each of the page's. */
const documented = process.env['COUNTERSIGN_SCREENS'];
const pictures = documented ?? join(root, 'target', 'screens');

/** How a screen is looked at. */
export interface View {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export const VIEWS: readonly View[] = (['light', 'dark'] as const).flatMap((scheme) => [
  { name: `phone-${scheme}`, width: 360, height: 740, scheme },
  { name: `desk-${scheme}`, width: 1440, height: 900, scheme },
]);

/** A notification as a person sees it. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

/** The parts of a service worker's world that these walks touch; the tests' own world has no types for them. */
interface WorkerScope {
  readonly registration: {
    getNotifications(): Promise<
      readonly {
        readonly title: string;
        readonly body: string;
        readonly actions: readonly { readonly action: string; readonly title: string }[];
      }[]
    >;
  };
  readonly clients: { openWindow: (url: string) => Promise<unknown> };
  readonly WindowClient: { readonly prototype: { focus: () => Promise<unknown> } };
  readonly ExtendableEvent: { readonly prototype: { waitUntil: (promise: Promise<unknown>) => void } };
  readonly NotificationEvent: new (type: string, init: object) => Event;
  dispatchEvent(event: Event): boolean;
}

/** A browser with a profile of its own, the app in it, and the played server behind it. */
export class Walk {
  readonly server: PlayedServer;
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #profile: string;
  readonly #view: View;

  private constructor(server: PlayedServer, context: BrowserContext, page: Page, profile: string, view: View) {
    this.server = server;
    this.#context = context;
    this.page = page;
    this.#profile = profile;
    this.#view = view;
  }

  /**
   * Begins with an empty app.
   * @param camera `fake` is one that sees the file at `cameraFile`, `none` that there is no camera; both are allowed to be
   *     used. Without it the browser refuses the camera.
   * @param userAgent what another browser calls itself
   * @param locale the language that the browser is set to
   */
  static async begin(
    view: View,
    camera: 'fake' | 'none' | 'refused' = 'refused',
    userAgent?: string,
    locale = 'en-US',
  ): Promise<Walk> {
    const server = new PlayedServer(join(root, 'dist'), join(root, 'content-security-policy.txt'));
    await server.start();
    const profile = mkdtempSync(join(tmpdir(), 'countersign-screens-'));
    const context = await chromium.launchPersistentContext(profile, {
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
        ...(camera === 'fake' ? [`--use-file-for-fake-video-capture=${join(profile, 'camera.y4m')}`] : []),
      ],
      viewport: { width: view.width, height: view.height },
      colorScheme: view.scheme,
      locale,
      permissions: ['clipboard-read', 'clipboard-write', ...(camera === 'refused' ? [] : ['camera'])],
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(view.width < 500 ? { deviceScaleFactor: documented === undefined ? 2 : 1, hasTouch: true } : {}),
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const walk = new Walk(server, context, page, profile, view);
    page.on('console', (message) => {
      // A refused call is logged by the browser itself; the app shows it to the person.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        walk.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => walk.complaints.push(String(error)));
    return walk;
  }

  /** What a fake camera sees; it is opened when the app turns the camera on. */
  get cameraFile(): string {
    return join(this.#profile, 'camera.y4m');
  }

  async end(): Promise<void> {
    await this.#context.close();
    await this.server.stop();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(this.server.origin + path);
  }

  async offline(offline: boolean): Promise<void> {
    await this.#context.setOffline(offline);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first().click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ timeout: 10_000 });
  }

  /** The moment after which a request takes an answer has passed. */
  async answerable(): Promise<void> {
    await this.page.getByRole('button', { name: /No, it wasn/, disabled: false }).waitFor();
  }

  async allowNotifications(): Promise<void> {
    await this.#context.grantPermissions(['notifications']);
  }

  /** The app's service worker, as soon as it runs. */
  async worker(): Promise<Worker> {
    return this.#context.serviceWorkers()[0] ?? this.#context.waitForEvent('serviceworker');
  }

  /** The notifications that are shown, as the worker sees them. */
  async notifications(): Promise<Shown[]> {
    return (await this.worker()).evaluate(async () => {
      const { registration } = globalThis as unknown as WorkerScope;
      return (await registration.getNotifications()).map(({ title, body, actions }) => ({
        title,
        body,
        actions: actions.map((one) => `${one.action}: ${one.title}`),
      }));
    });
  }

  /**
   * Clicks the newest notification, or one of its actions. Nothing outside of the worker can: the event is dispatched
   * there, and what the browser allows after a real click only is noted instead of done.
   * @returns where a window was opened, or `focus` for a page that was brought to the front
   */
  async clickNotification(action = ''): Promise<string[]> {
    return (await this.worker()).evaluate(async (clicked) => {
      const worker = globalThis as unknown as WorkerScope;
      const notification = (await worker.registration.getNotifications()).at(-1);
      const done: string[] = [];
      worker.clients.openWindow = (url) => {
        done.push(url);
        return Promise.resolve(null);
      };
      worker.WindowClient.prototype.focus = () => {
        done.push('focus');
        return Promise.resolve(null);
      };
      // An event that a script made cannot be waited for: the wait is taken over here.
      let work: Promise<unknown> = Promise.resolve();
      worker.ExtendableEvent.prototype.waitUntil = (promise) => {
        work = promise;
      };
      worker.dispatchEvent(new worker.NotificationEvent('notificationclick', { notification, action: clicked }));
      await work;
      return done;
    }, action);
  }

  /** The time steps that the app's vault has marked as used, by token. */
  async spentSteps(): Promise<unknown[]> {
    return this.page.evaluate(
      () =>
        new Promise<unknown[]>((resolve) => {
          const opening = indexedDB.open('countersign');
          opening.onsuccess = () => {
            const reading = opening.result.transaction('tokens').objectStore('tokens').getAll();
            reading.onsuccess = () => {
              opening.result.close();
              resolve(reading.result.map(({ spentStep }: { readonly spentStep: unknown }) => spentStep));
            };
          };
        }),
    );
  }

  /** Leaves the app's page, so that nothing of the app runs but its worker. */
  async leave(): Promise<void> {
    await this.page.goto('about:blank');
  }

  /** A push message arrives at the worker, as if a push service had brought it. */
  async deliverPush(data: string): Promise<void> {
    const session = await this.#context.newCDPSession(this.page);
    const registration = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const id = registrations.find(({ scopeURL }) => scopeURL.startsWith(this.server.origin))?.registrationId;
        if (id !== undefined) {
          resolve(id);
        }
      });
    });
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.deliverPushMessage', {
      origin: this.server.origin,
      registrationId: await registration,
      data,
    });
    await session.detach();
  }

  /** Takes a picture and gives what axe-core finds wrong, and whether the page is wider than the view. */
  async look(name: string): Promise<string[]> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}-${this.#view.name}.png`) });
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    const found = wide ? ['wider than the screen'] : [];
    return [...found, ...(await this.#axe())].map((finding) => `${name}: ${finding}`);
  }

  /** axe-core runs in a world of its own, which the page's content security policy does not bind. */
  async #axe(): Promise<string[]> {
    const session = await this.#context.newCDPSession(this.page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    const expression = `${axe}; axe.run(document, { resultTypes: ['violations'] }).then((result) =>
      result.violations.map((violation) => violation.id + ': ' + violation.nodes.map((node) => node.target.join(' ')
      + ' ' + node.failureSummary).join('; ')))`;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    await session.detach();
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value as string[];
  }
}

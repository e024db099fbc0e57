import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { type Camera, browser } from './browsers.ts';
import { PHONE, lookAt } from './looking.ts';
import { PlayedServer } from './played-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The app as it was built: by Maven where it builds, or beside the sources. */
const built = resolve(root, process.env['COUNTERSIGN_OUT'] ?? 'dist');

/** A busy machine is slow; whoever waits for what never comes waits so long. */
const PATIENCE_MILLISECONDS = 30_000;

/** What the browser says by itself: a call was refused, which the app shows; and that a walk's profile cannot subscribe. */
const OF_THE_BROWSER = /^(?:Failed to load resource|Chrome currently does not support the Push API in incognito mode)/u;

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

/** How somebody comes to the app; without more it is somebody with a phone in English. */
export interface Visitor {
  /** The size of the window; narrow ones are touched. */
  readonly view?: { readonly width: number; readonly height: number };
  readonly camera?: Camera;
  /** What another browser calls itself. */
  readonly userAgent?: string;
  /** The language that the browser is set to. */
  readonly locale?: string;
  /** Whether they need notifications, or to be asked for a camera. */
  readonly whole?: boolean;
}

/** A browser with a profile of its own, the app in it, and the played server behind it. */
export class Walk {
  readonly server: PlayedServer;
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;

  private constructor(server: PlayedServer, context: BrowserContext, page: Page) {
    this.server = server;
    this.#context = context;
    this.page = page;
  }

  /** Begins with an empty app. */
  static async begin(visitor: Visitor = {}): Promise<Walk> {
    const { view: { width, height } = PHONE, camera = 'refused', userAgent, locale = 'en-US', whole = false } = visitor;
    const server = new PlayedServer(built, join(root, 'content-security-policy.txt'));
    await server.start();
    const context = await (
      await browser(camera, whole)
    ).newContext({
      viewport: { width, height },
      colorScheme: 'light',
      locale,
      permissions: ['clipboard-read', 'clipboard-write', ...(camera === 'refused' ? [] : ['camera'])],
      ...(userAgent === undefined ? {} : { userAgent }),
      hasTouch: width < 500,
    });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const page = await context.newPage();
    const walk = new Walk(server, context, page);
    page.on('console', (message) => {
      if (message.type() === 'error' && !OF_THE_BROWSER.test(message.text())) {
        walk.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => walk.complaints.push(String(error)));
    return walk;
  }

  async end(): Promise<void> {
    await this.#context.close();
    await this.server.stop();
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(this.server.origin + path);
  }

  async offline(offline: boolean): Promise<void> {
    await this.#context.setOffline(offline);
  }

  async press(name: string | RegExp): Promise<void> {
    const pressed = this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first();
    await this.#orSaysWhatIsThere(pressed.click());
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.#orSaysWhatIsThere(this.page.getByText(text).first().waitFor());
  }

  /** What is on the screen tells most about why something else was waited for in vain. */
  async #orSaysWhatIsThere(step: Promise<void>): Promise<void> {
    try {
      await step;
    } catch (thrown) {
      const there = await this.page.innerText('body', { timeout: 1_000 }).catch(() => 'nothing that can be read');
      throw new Error(`${String(thrown)}\nOn ${this.page.url()} there is:\n${there}`, { cause: thrown });
    }
  }

  /** The moment after which a request takes an answer has passed. */
  async answerable(): Promise<void> {
    await this.page.getByRole('button', { name: /No, it wasn/, disabled: false }).waitFor();
  }

  async allowNotifications(): Promise<void> {
    await this.#context.grantPermissions(['notifications']);
  }

  /** A finger for the sensor, whose browser can keep a secret behind it; recognised until it is said not to be. */
  async finger(): Promise<{ readonly isUser: (is: boolean) => Promise<void> }> {
    const session = await this.#context.newCDPSession(this.page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        hasPrf: true,
      },
    });
    return {
      isUser: async (isUserVerified) => {
        await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
      },
    };
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

  /** Looks at the screen in every view, and gives what is wrong with it. */
  look(name: string): Promise<string[]> {
    return lookAt(this.page, name);
  }
}

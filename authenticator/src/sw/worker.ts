import { receiptMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import { systemClock } from '../platform/clock.ts';
import { webLocks } from '../platform/locks.ts';
import { subscribe } from '../platform/push-subscription.ts';
import { databases } from '../platform/storage.ts';
import { tellOtherTabs } from '../platform/tabs.ts';
import { UPDATE_MESSAGE, type WorkerNotice } from '../platform/worker-messages.ts';
import { Records, openRecords } from '../records/records.ts';
import { deviceApi } from '../server/device-api.ts';
import { keepReachable } from '../settings/reach.ts';
import { openDatabase } from '../vault/database.ts';
import { Vault } from '../vault/vault.ts';
import { speakChosen } from './speaking.ts';
import { answerHere } from './answering.ts';
import { type Remembered, received, showNothingGenuine, showRequest } from './notifications.ts';

declare const self: ServiceWorkerGlobalScope;
declare const __SHELL_FILES__: readonly string[];
declare const __SHELL_ID__: string;

const SHELL = `countersign-shell-${__SHELL_ID__}`;

/** The app's files, all of one build, so that it opens without a network. */
self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(__SHELL_FILES__.map((file) => new Request(file, { cache: 'reload' })))),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** A new version waits until the person agrees; see registerWorker. */
self.addEventListener('message', (event) => {
  if (event.data === UPDATE_MESSAGE) {
    void self.skipWaiting();
  }
});

self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/device/')) {
    return;
  }
  const file = event.request.mode === 'navigate' ? '/' : event.request;
  event.respondWith(caches.open(SHELL).then(async (cache) => (await cache.match(file)) ?? fetch(event.request)));
});

self.addEventListener('push', (event) => {
  event.waitUntil(receive(event.data?.text() ?? ''));
});

async function openVault(): Promise<Vault> {
  return new Vault(await openDatabase(databases), systemClock, webLocks);
}

async function openLog(): Promise<Records> {
  return new Records(await openRecords(databases).catch(() => null), systemClock);
}

/** Shows what the push says, if it is genuine, and tells the server that it arrived. */
async function receive(payload: string): Promise<void> {
  await speakChosen();
  const vault = await openVault();
  const records = await openLog();
  const push = await received(vault, payload).catch((thrown: unknown) => {
    records.log({ kind: 'request-refused', outcome: codeOf(thrown) });
    return null;
  });
  if (push !== null) {
    records.arrived(push.request, 'push');
  }
  const shown = push === null ? showNothingGenuine() : showRequest(push);
  await Promise.all([shown, tellPages({ kind: 'check', request: push?.request.id ?? null })]);
  if (push !== null) {
    const { id, serial } = push.request;
    const receipt = await vault.sign(serial, (envelope) => receiptMessage(envelope, id, 'delivered'));
    // The answer does not depend on it: a receipt that fails is let go.
    await deviceApi()
      .receipt(receipt)
      .catch(() => undefined);
  }
}

async function tellPages(notice: WorkerNotice): Promise<void> {
  for (const client of await self.clients.matchAll({ type: 'window' })) {
    client.postMessage(notice);
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(click(event.action, event.notification.data as Remembered | null));
});

async function click(action: string, about: Remembered | null): Promise<void> {
  if (action !== '' && about !== null) {
    await speakChosen();
    if (await answerHere(await openVault(), await openLog(), action, about)) {
      await tellPages({ kind: 'check', request: about.request });
      return;
    }
  }
  await openRequest(about?.request ?? null);
}

async function openRequest(request: string | null): Promise<void> {
  const [client] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (client === undefined) {
    await self.clients.openWindow(request === null ? '/' : `/#request/${request}`);
    return;
  }
  await client.focus();
  const notice: WorkerNotice = { kind: 'open', request };
  client.postMessage(notice);
}

/** The browser replaced its subscription: every token that gets requests must know the new one. */
self.addEventListener('pushsubscriptionchange', (event) => {
  (event as ExtendableEvent).waitUntil(resubscribe());
});

async function resubscribe(): Promise<void> {
  await keepReachable({
    vault: await openVault(),
    api: deviceApi(),
    withLock: webLocks,
    subscribe: (vapidKey, anew) => subscribe(Promise.resolve(self.registration.pushManager), vapidKey, anew),
  });
  tellOtherTabs();
}

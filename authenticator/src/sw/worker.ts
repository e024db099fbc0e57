import { receiptMessage, settingsMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import { asText, parseObject } from '../core/json.ts';
import { displayText } from '../core/push-request.ts';
import { systemClock } from '../platform/clock.ts';
import { webLocks } from '../platform/locks.ts';
import { subscriptionKeys } from '../platform/push-subscription.ts';
import { UPDATE_MESSAGE, type WorkerNotice } from '../platform/worker-messages.ts';
import { Records, openRecords } from '../records/records.ts';
import { databases } from '../platform/storage.ts';
import { deviceApi } from '../server/device-api.ts';
import { texts } from '../texts/index.ts';
import { openDatabase } from '../vault/database.ts';
import { type GenuineRequest, genuineRequest } from '../vault/genuine-request.ts';
import { serverTokens } from '../vault/token.ts';
import { Vault } from '../vault/vault.ts';

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

/** Shows what the push says, if it is genuine, and tells the server that it arrived. */
async function receive(payload: string): Promise<void> {
  const vault = await openVault();
  const records = new Records(await openRecords(databases).catch(() => null), systemClock);
  const request = await genuine(vault, payload).catch((thrown: unknown) => {
    records.log({ kind: 'request-refused', outcome: codeOf(thrown) });
    return null;
  });
  if (request !== null) {
    records.arrived(request, 'push');
  }
  await Promise.all([notify(request), tellPages({ kind: 'check', request: request?.id ?? null })]);
  if (request !== null) {
    const receipt = await vault.sign(request.serial, (envelope) => receiptMessage(envelope, request.id, 'delivered'));
    // The answer does not depend on it: a receipt that fails is let go.
    await deviceApi()
      .receipt(receipt)
      .catch(() => undefined);
  }
}

async function genuine(vault: Vault, payload: string): Promise<GenuineRequest | null> {
  const fields = parseObject(payload);
  const serial = asText(fields?.['serial'], 64);
  const compact = asText(fields?.['request'], 16_384);
  const token = serverTokens(await vault.tokens()).find((known) => known.serial === serial);
  return fields?.['v'] === 1 && compact !== null && token !== undefined
    ? genuineRequest(compact, token, systemClock.now())
    : null;
}

async function notify(request: GenuineRequest | null): Promise<void> {
  const icons = { icon: '/icon-192.png', badge: '/icon-192.png' };
  if (request === null) {
    // A browser that gets a push must show something; a request that is not genuine is not repeated.
    await self.registration.showNotification(texts.notification.plainTitle, {
      ...icons,
      body: texts.notification.plainBody,
      tag: 'countersign',
    });
    return;
  }
  const place = displayText(request.place) ?? texts.request.placeUnknown;
  const application = displayText(request.application) ?? texts.unknown;
  await self.registration.showNotification(texts.notification.title(application), {
    ...icons,
    body: texts.notification.body(displayText(request.account) ?? texts.unknown, place),
    tag: `countersign-${request.serial}`,
    requireInteraction: true,
    data: { request: request.id },
  });
}

async function tellPages(notice: WorkerNotice): Promise<void> {
  for (const client of await self.clients.matchAll({ type: 'window' })) {
    client.postMessage(notice);
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data = event.notification.data as { readonly request?: string } | null;
  event.waitUntil(openRequest(data?.request ?? null));
});

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
  const vault = await openVault();
  const api = deviceApi();
  const applicationServerKey = await api.vapidKey();
  const subscription = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const push = subscriptionKeys(subscription);
  for (const { serial, name, pushEnabled, state } of serverTokens(await vault.tokens())) {
    if (pushEnabled && state === 'active') {
      await api.settings(
        await vault.sign(serial, (envelope) => settingsMessage(envelope, { name, pushEnabled, push })),
      );
    }
  }
}

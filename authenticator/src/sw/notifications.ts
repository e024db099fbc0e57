import { answersOnNotification } from '../core/enhanced.ts';
import { asText, parseObject } from '../core/json.ts';
import { displayText } from '../core/push-request.ts';
import { systemClock } from '../platform/clock.ts';
import { texts } from '../texts/index.ts';
import { placeWords } from '../texts/place-words.ts';
import { type GenuineRequest, genuineRequest } from '../vault/genuine-request.ts';
import { serverTokens } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

declare const self: { readonly registration: Pick<ServiceWorkerRegistration, 'showNotification'> };

/** What a notification remembers of its request; `compact` only where it can be answered on the notification. */
export interface Remembered {
  readonly request: string;
  readonly serial: string;
  readonly compact: string | null;
}

/** TypeScript's library leaves out what only workers may set. */
interface WorkerNotificationOptions extends NotificationOptions {
  readonly actions?: readonly { readonly action: string; readonly title: string }[];
  readonly renotify?: boolean;
}

const ICONS = { icon: '/icon-192.png', badge: '/icon-192.png' };

/** A request that came in, as its sender signed it. */
export interface Received {
  readonly compact: string;
  readonly request: GenuineRequest;
  /** Whether its token's policy lets it be answered on the notification, and the app is not behind a lock. */
  readonly answerable: boolean;
}

/**
 * Reads what a push brought.
 * @throws AppError when it is not genuine
 */
export async function received(vault: Vault, payload: string): Promise<Received | null> {
  const fields = parseObject(payload);
  const serial = asText(fields?.['serial'], 64);
  const compact = asText(fields?.['request'], 16_384);
  return fields?.['v'] === 1 && serial !== null && compact !== null ? verified(vault, serial, compact) : null;
}

/** The same for a request that a notification remembers. */
export async function verified(vault: Vault, serial: string, compact: string): Promise<Received | null> {
  const token = serverTokens(await vault.tokens()).find((known) => known.serial === serial);
  if (token === undefined) {
    return null;
  }
  const request = await genuineRequest(compact, token, systemClock.now());
  // Who wants the app locked does not want whoever holds the device to answer without it.
  const locked = (await vault.lockId()) !== null;
  return { compact, request, answerable: !locked && answersOnNotification(token.policy, request) };
}

/** Shows a request; with Approve and Deny where policy allows. */
export async function showRequest({ compact, request, answerable }: Received): Promise<void> {
  const place = placeWords(request.place);
  const application = displayText(request.application) ?? texts.unknown;
  await show(texts.notification.title(application), {
    body: texts.notification.body(displayText(request.account) ?? texts.unknown, place),
    // One for each token: a newer request takes the place of the one before, and rings again.
    tag: `countersign-${request.serial}`,
    renotify: true,
    requireInteraction: true,
    data: remembered(request, answerable ? compact : null),
    ...(answerable
      ? {
          actions: [
            { action: 'approve', title: texts.request.approve },
            { action: 'deny', title: texts.notification.deny },
          ],
        }
      : {}),
  });
}

/** A browser that gets a push must show something; a request that is not genuine is not repeated. */
export async function showNothingGenuine(): Promise<void> {
  await show(texts.notification.plainTitle, { body: texts.notification.plainBody, tag: 'countersign' });
}

/** Says that an answer given on a notification did not go through, and why; it opens the app. */
export async function showUnanswered(request: GenuineRequest, reason: string): Promise<void> {
  await show(texts.notification.unanswered(displayText(request.application) ?? texts.unknown), {
    body: texts.notification.openApp(reason),
    tag: `countersign-${request.serial}`,
    requireInteraction: true,
    data: remembered(request, null),
  });
}

function remembered(request: GenuineRequest, compact: string | null): Remembered {
  return { request: request.id, serial: request.serial, compact };
}

async function show(title: string, options: WorkerNotificationOptions): Promise<void> {
  await self.registration.showNotification(title, { ...ICONS, ...options });
}

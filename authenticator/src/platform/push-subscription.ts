import { type Bytes, sameBytes, toBase64Url } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';

/** Some browsers never answer when their push service cannot be reached: nobody waits for that longer than this. */
const PATIENCE_MILLISECONDS = 6_000;

/**
 * The subscription for messages from the server with this key: the one that there is, or a new one where there is none or
 * only one for another key. Null where the push service does not give one.
 * @param anew whether the one that there is has ended at the push service
 */
export async function subscribe(
  manager: Promise<PushManager>,
  vapidKey: Bytes,
  anew: boolean,
): Promise<PushSubscriptionKeys | null> {
  const giveUp = new Promise<null>((resolve) => {
    setTimeout(() => {
      resolve(null);
    }, PATIENCE_MILLISECONDS);
  });
  return Promise.race([subscriptionFor(manager, vapidKey, anew).catch(() => null), giveUp]);
}

async function subscriptionFor(
  manager: Promise<PushManager>,
  vapidKey: Bytes,
  anew: boolean,
): Promise<PushSubscriptionKeys | null> {
  const pushManager = await manager;
  const existing = await pushManager.getSubscription();
  if (existing !== null && !anew && isFor(existing, vapidKey)) {
    return keysOf(existing);
  }
  await existing?.unsubscribe();
  return keysOf(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidKey }));
}

function isFor(subscription: PushSubscription, vapidKey: Bytes): boolean {
  const key = subscription.options.applicationServerKey;
  return key !== null && sameBytes(new Uint8Array(key), vapidKey);
}

/** A subscription as the wire carries it; null where it lacks its keys. */
function keysOf(subscription: PushSubscription): PushSubscriptionKeys | null {
  const p256dh = subscription.getKey('p256dh');
  const auth = subscription.getKey('auth');
  return p256dh === null || auth === null
    ? null
    : {
        endpoint: subscription.endpoint,
        p256dh: toBase64Url(new Uint8Array(p256dh)),
        auth: toBase64Url(new Uint8Array(auth)),
      };
}

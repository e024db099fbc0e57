import { toBase64Url } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';

/** A subscription as the wire carries it; null where it lacks its keys. */
export function subscriptionKeys(subscription: PushSubscription): PushSubscriptionKeys | null {
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

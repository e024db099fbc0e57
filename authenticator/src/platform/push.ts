import type { Bytes } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import { subscriptionKeys } from './push-subscription.ts';

const PATIENCE_MILLISECONDS = 6_000;

export type PushPermission = 'granted' | 'denied' | 'undecided' | 'impossible';

export function pushPermission(): PushPermission {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) {
    return 'impossible';
  }
  return Notification.permission === 'default' ? 'undecided' : Notification.permission;
}

/** Asks the person, if nothing is decided yet. Must be called from a click. */
export async function askPushPermission(): Promise<PushPermission> {
  if (pushPermission() === 'undecided') {
    await Notification.requestPermission();
  }
  return pushPermission();
}

/** This device's subscription, made now if there is none; null where permission or push service is missing. */
export async function subscribeToPush(vapidKey: Bytes): Promise<PushSubscriptionKeys | null> {
  if (pushPermission() !== 'granted') {
    return null;
  }
  // Some browsers never answer when their push service cannot be reached: nobody waits for that longer than this.
  const giveUp = new Promise<null>((resolve) => {
    setTimeout(() => {
      resolve(null);
    }, PATIENCE_MILLISECONDS);
  });
  return Promise.race([subscribe(vapidKey).catch(() => null), giveUp]);
}

async function subscribe(vapidKey: Bytes): Promise<PushSubscriptionKeys | null> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const existing = await pushManager.getSubscription();
  const subscription =
    existing ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidKey }));
  return subscriptionKeys(subscription);
}

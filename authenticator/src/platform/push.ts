import type { Bytes } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import { subscriptionKeys } from './push-subscription.ts';

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
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const existing = await pushManager.getSubscription();
    const subscription =
      existing ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidKey }));
    return subscriptionKeys(subscription);
  } catch {
    return null;
  }
}

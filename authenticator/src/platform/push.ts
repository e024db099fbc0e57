import type { Bytes } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import { pushPath } from '../core/push-path.ts';
import { thisDevice } from './device.ts';
import { subscribe } from './push-subscription.ts';

/** Whether this app may be reached while it is closed; `home-screen`: not in a tab, but once it is on the home screen. */
export type PushPermission = 'granted' | 'denied' | 'undecided' | 'home-screen' | 'impossible';

export function pushPermission(): PushPermission {
  const path = pushPath({
    able: 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis,
    os: thisDevice().os,
    standalone: matchMedia('(display-mode: standalone)').matches,
  });
  if (path !== 'open') {
    return path === 'none' ? 'impossible' : path;
  }
  return Notification.permission === 'default' ? 'undecided' : Notification.permission;
}

/** Some browsers ask so quietly that nobody sees it: nothing waits for the answer longer than this. */
const PATIENCE_MILLISECONDS = 60_000;

/** Asks the person, if nothing is decided yet; undecided where they do not answer. Must be called from a click. */
export async function askPushPermission(): Promise<PushPermission> {
  if (pushPermission() === 'undecided') {
    await Promise.race([
      Notification.requestPermission(),
      new Promise((resolve) => {
        setTimeout(resolve, PATIENCE_MILLISECONDS);
      }),
    ]);
  }
  return pushPermission();
}

/**
 * This device's subscription, made now if there is none; null where permission or push service is missing.
 * @param anew whether the one that there is has ended at the push service
 */
export async function subscribeToPush(vapidKey: Bytes, anew = false): Promise<PushSubscriptionKeys | null> {
  if (pushPermission() !== 'granted') {
    return null;
  }
  const manager = navigator.serviceWorker.ready.then(({ pushManager }) => pushManager);
  return subscribe(manager, vapidKey, anew);
}

import { type DeviceDescription } from '../core/enrollment.ts';
import { describeDevice } from '../core/device-description.ts';

declare const __APP_VERSION__: string;

export const appVersion = __APP_VERSION__;

export function thisDevice(): DeviceDescription {
  return describeDevice(navigator.userAgent, navigator.maxTouchPoints, appVersion);
}

/** Asks the browser not to drop the tokens when it runs out of space. */
export async function askPersistence(): Promise<void> {
  try {
    await navigator.storage.persist();
  } catch {
    // The browser decides; the tokens are stored either way.
  }
}

export function isOnline(): boolean {
  return navigator.onLine;
}

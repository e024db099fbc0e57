import type { DeviceDescription } from './enrollment.ts';

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android (\d+)/u, 'Android $1'],
  [/Android/u, 'Android'],
  [/(?:iPhone|iPad).* OS (\d+)/u, 'iOS $1'],
  [/CrOS/u, 'ChromeOS'],
  [/Windows/u, 'Windows'],
  [/Mac OS X/u, 'macOS'],
  [/Linux/u, 'Linux'],
];

/** What a browser's user agent tells about the device; unknown is said as unknown. */
export function describeDevice(userAgent: string, touchPoints: number, version: string): DeviceDescription {
  // iPadOS calls itself a Mac; only the touch screen gives it away.
  const tabletAsMac = userAgent.includes('Macintosh') && touchPoints > 1;
  const app = `Countersign Web ${version}`;
  if (tabletAsMac) {
    return { platform: 'web', deviceType: 'tablet', os: 'iPadOS', app };
  }
  const found = SYSTEMS.find(([pattern]) => pattern.test(userAgent));
  const os = found ? (found[0].exec(userAgent)?.[0].replace(found[0], found[1]) ?? 'Unknown') : 'Unknown';
  return { platform: 'web', deviceType: typeOf(userAgent, found !== undefined), os, app };
}

function typeOf(userAgent: string, known: boolean): DeviceDescription['deviceType'] {
  if (/iPad|Tablet/u.test(userAgent) || (/Android/u.test(userAgent) && !/Mobile/u.test(userAgent))) {
    return 'tablet';
  }
  if (/iPhone|Android|Mobile/u.test(userAgent)) {
    return 'phone';
  }
  return known ? 'desktop' : 'other';
}

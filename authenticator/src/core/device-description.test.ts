import { expect, it } from 'vitest';
import { describeDevice } from './device-description.ts';

it.each([
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    5,
    'phone',
    'Android 16',
  ],
  ['Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 5, 'tablet', 'Android 15'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Mobile/15E148', 5, 'phone', 'iOS 18'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Safari/605', 5, 'tablet', 'iPadOS'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Safari/605', 0, 'desktop', 'macOS'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/140.0', 0, 'desktop', 'Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0, 'desktop', 'Linux'],
  ['Something else', 0, 'other', 'Unknown'],
])('%s with %i touch points is a %s with %s', (userAgent, touchPoints, deviceType, os) => {
  expect(describeDevice(userAgent, touchPoints, '1.2.3')).toEqual({
    platform: 'web',
    deviceType,
    os,
    app: 'Countersign Web 1.2.3',
  });
});

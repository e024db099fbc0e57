/** Whether a browser can be reached by web push while the app is closed. */
export type PushPath = 'open' | 'home-screen' | 'none';

export interface BrowserFacts {
  /** Whether it has service workers, push and notifications. */
  readonly able: boolean;
  /** The operating system as `describeDevice` names it. */
  readonly os: string;
  /** Whether the app was opened from the home screen. */
  readonly standalone: boolean;
}

/**
 * Browsers on iPhone and iPad reach a closed app only where it was added to the home screen and opened from there; in a
 * tab they have no push at all.
 */
export function pushPath({ able, os, standalone }: BrowserFacts): PushPath {
  if (able) {
    return 'open';
  }
  return /^iOS|^iPadOS/u.test(os) && !standalone ? 'home-screen' : 'none';
}

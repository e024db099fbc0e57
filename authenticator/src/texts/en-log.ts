import type { EventKind } from '../core/event-log.ts';

/** The event log. */
export const log = {
  title: 'Event log',
  body: 'The last 500 events stay on this device. They never hold a secret, a passcode, a number or a password. If your help desk asks for them, share them as a file.',
  empty: 'Nothing has happened yet.',
  share: 'Share as a file',
  outcomes: {
    shared: 'The file was handed over.',
    downloaded: 'The file is in your downloads.',
    cancelled: 'Nothing was shared.',
  },
  clear: 'Empty the log',
  clearTitle: 'Empty the event log?',
  clearBody: 'All events are erased from this device. Your tokens are not affected.',
  kinds: {
    enrolled: 'Token added',
    'enrollment-failed': 'Adding a token failed',
    'third-party-added': 'Token of another provider added',
    'token-removed': 'Token removed',
    'token-inactive': 'The server no longer takes this token',
    'token-active': 'The server takes this token again',
    autosend: 'Autosend changed',
    'pin-refused': 'A PIN was wrong',
    'pin-changed': 'PIN changed',
    biometric: 'Fingerprint or face changed',
    'settings-failed': 'A setting did not reach the server',
    'request-arrived': 'Sign-in request arrived',
    'request-refused': 'A request was not genuine',
    'request-ended': 'Sign-in request ended',
    'answer-failed': 'An answer did not reach the server',
    'connection-failed': 'The server could not be reached',
    'connection-restored': 'The server can be reached again',
  } satisfies Record<EventKind, string>,
};

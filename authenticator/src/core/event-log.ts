import type { ErrorCode } from './errors.ts';
import type { RequestEnd } from './request-history.ts';

/** What the event log tells apart; stable, because support refers to it. */
export type EventKind =
  | 'enrolled'
  | 'enrollment-failed'
  | 'third-party-added'
  | 'token-removed'
  | 'token-inactive'
  | 'token-active'
  | 'autosend'
  | 'pin-refused'
  | 'pin-changed'
  | 'biometric'
  | 'settings-failed'
  | 'request-arrived'
  | 'request-refused'
  | 'request-ended'
  | 'answer-failed'
  | 'connection-failed'
  | 'connection-restored';

/** How it went: words of a closed list, so that no text of anybody can get into the log. */
export type EventOutcome = ErrorCode | RequestEnd | 'on' | 'off' | 'push' | 'app';

/** One event. There is no field for free text, a passcode, a number or a password. */
export interface AppEvent {
  readonly kind: EventKind;
  /** The token's serial number. */
  readonly serial?: string;
  /** The id of a push request. */
  readonly request?: string;
  readonly outcome?: EventOutcome;
}

export interface LoggedEvent extends AppEvent {
  /** Seconds since 1970, by this device's clock. */
  readonly at: number;
}

/** How many events are kept. */
export const LOG_LENGTH = 500;

const SERIAL = /^[A-Za-z0-9_-]{1,64}$/u;
const REQUEST = /^[0-9a-f-]{36}$/u;
const OUTCOME = /^[A-Za-z_]{1,40}$/u;

/** The event as it is kept: the named fields in their form, and nothing else that an object may carry. */
export function loggedEvent(event: AppEvent, at: number): LoggedEvent {
  const { kind, serial, request, outcome } = event;
  return {
    at: Math.floor(at),
    kind,
    ...(serial !== undefined && SERIAL.test(serial) ? { serial } : {}),
    ...(request !== undefined && REQUEST.test(request) ? { request } : {}),
    ...(outcome !== undefined && OUTCOME.test(outcome) ? { outcome } : {}),
  };
}

/** An event as a line of the shared file. */
export function eventLine({ at, kind, serial, request, outcome }: LoggedEvent): string {
  const time = new Date(at * 1000).toISOString().replace('.000', '');
  return [time, kind, serial, request, outcome].filter((part) => part !== undefined).join(' ');
}

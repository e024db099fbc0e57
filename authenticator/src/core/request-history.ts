import type { Place } from './place.ts';

/** How a push request ended. */
export type RequestEnd = 'APPROVED' | 'DENIED' | 'REPORTED' | 'EXPIRED' | 'SUPERSEDED' | 'NUMBER_WRONG';

/** The ends that a server tells of; see docs/formats/device-api.md. */
export const ENDS_TOLD: readonly RequestEnd[] = ['APPROVED', 'DENIED', 'REPORTED', 'EXPIRED', 'SUPERSEDED'];

/** What somebody answered. */
export type RequestAnswer = 'APPROVED' | 'DENIED' | 'REPORTED';

/** An end, and whether this device made it. */
export interface Ended {
  readonly end: RequestEnd;
  readonly here: boolean;
}

/** A push request as a token's history keeps it: what was shown, and what became of it. Nothing secret. */
export interface RequestRecord {
  readonly id: string;
  readonly application: string;
  /** Words in records of the first versions. */
  readonly place: Place | string | null;
  /** Seconds since 1970, by the server's clock. */
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Null while nothing is known; after `expiresAt` nobody answered. */
  readonly end: RequestEnd | null;
  /** Whether the end came from this device. */
  readonly here: boolean;
  /** The answer that went out from this device and may have been taken; absent or null before. */
  readonly sent?: RequestAnswer | null;
}

const LONGEST = 20;

/** The history with a request, the newest first; what was known of it stays, and the oldest beyond twenty go. */
export function withRequest(history: readonly RequestRecord[], record: RequestRecord): RequestRecord[] {
  if (history.some(({ id }) => id === record.id)) {
    return [...history];
  }
  // The sort keeps the order of equals: of two in the same second, the one that came later is the newer.
  return [record, ...history].sort((one, other) => other.askedAt - one.askedAt).slice(0, LONGEST);
}

/** The history with the answer that goes out now; null: it was certainly not taken. */
export function withSent(history: readonly RequestRecord[], id: string, sent: RequestAnswer | null): RequestRecord[] {
  return history.map((record) => (record.id === id ? { ...record, sent } : record));
}

/**
 * The history with the end of a request. What this device did stays, whatever is heard later; and that nobody answered in
 * time is never worth more than an end that is known.
 */
export function withEnd(
  history: readonly RequestRecord[],
  id: string,
  end: RequestEnd,
  here: boolean,
): RequestRecord[] {
  return history.map((record) => (record.id === id && gives(record, end, here) ? { ...record, end, here } : record));
}

function gives(record: RequestRecord, end: RequestEnd, here: boolean): boolean {
  const isNews = record.end !== end || record.here !== here;
  return isNews && (here || (!record.here && (record.end === null || end !== 'EXPIRED')));
}

/**
 * Who made an end that the server tells, by the answer that went out from this device. An approval from here that ended as
 * denied had the wrong number: nothing else makes one of the other.
 */
export function endBy(sent: RequestAnswer | null, end: RequestEnd): Ended {
  if (sent === 'APPROVED' && end === 'DENIED') {
    return { end: 'NUMBER_WRONG', here: true };
  }
  return { end, here: sent === end };
}

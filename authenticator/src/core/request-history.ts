/** How a push request ended. */
export type RequestEnd = 'APPROVED' | 'DENIED' | 'REPORTED' | 'EXPIRED' | 'SUPERSEDED' | 'NUMBER_WRONG';

/** A push request as a token's history keeps it: what was shown, and what became of it. Nothing secret. */
export interface RequestRecord {
  readonly id: string;
  readonly application: string;
  readonly place: string | null;
  /** Seconds since 1970, by the server's clock. */
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Null while nothing is known; after `expiresAt` nobody answered. */
  readonly end: RequestEnd | null;
  /** Whether the end came from this device. */
  readonly here: boolean;
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

/** The history with the end of a request. */
export function withEnd(
  history: readonly RequestRecord[],
  id: string,
  end: RequestEnd,
  here: boolean,
): RequestRecord[] {
  return history.map((record) => (record.id === id ? { ...record, end, here } : record));
}

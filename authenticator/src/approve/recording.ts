import type { ErrorCode } from '../core/errors.ts';
import type { PushRequest } from '../core/push-request.ts';
import type { RequestEnd } from '../core/request-history.ts';
import type { Records } from '../records/records.ts';

/** What a refusal of an answer says about its request. */
const ENDS: ReadonlyMap<ErrorCode, RequestEnd> = new Map([
  ['number_wrong', 'NUMBER_WRONG'],
  ['request_expired', 'EXPIRED'],
  ['request_superseded', 'SUPERSEDED'],
]);

/** Records that an answer was not taken: as the request's end where it is one, otherwise as a failure. */
export function recordFailure(records: Records, request: Pick<PushRequest, 'serial' | 'id'>, code: ErrorCode): void {
  const end = ENDS.get(code);
  if (end === undefined) {
    records.log({ kind: 'answer-failed', serial: request.serial, request: request.id, outcome: code });
  } else {
    records.ended(request, end, code === 'number_wrong');
  }
}

/** Records that the server cannot be reached, or can be again: each change once, not every try. */
export function recordConnection(records: Records, before: ErrorCode | null, now: ErrorCode | null): void {
  if (now !== null && now !== before) {
    records.log({ kind: 'connection-failed', outcome: now });
  } else if (now === null && before !== null) {
    records.log({ kind: 'connection-restored' });
  }
}

/**
 * Records that a request was not taken. It comes again with every check, and is recorded once.
 * @param last the request that was recorded before
 * @returns the request to give as `last` the next time
 */
export function recordRefused(
  records: Records,
  serial: string,
  code: ErrorCode,
  compact: string,
  last: string,
): string {
  if (compact !== last) {
    records.log({ kind: 'request-refused', serial, outcome: code });
  }
  return compact;
}

import { describe, expect, it } from 'vitest';
import { type RequestRecord, endBy, withEnd, withRequest } from './request-history.ts';

const record = (id: string, askedAt: number): RequestRecord => ({
  id,
  application: 'Wiki',
  place: null,
  askedAt,
  expiresAt: askedAt + 60,
  end: null,
  here: false,
});

describe('the history of push requests', () => {
  it('keeps the last twenty, the newest first', () => {
    let history: RequestRecord[] = [];
    for (const at of [5, 3, 9, ...Array.from({ length: 20 }, (_, index) => 100 + index)]) {
      history = withRequest(history, record(`r${String(at)}`, at));
    }
    expect(history.map(({ askedAt }) => askedAt)).toEqual(Array.from({ length: 20 }, (_, index) => 119 - index));
  });

  it('has the later of two in the same second first', () => {
    expect(withRequest(withRequest([], record('a', 1)), record('b', 1)).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('knows a request once, and keeps its end when it comes a second time', () => {
    const ended = withEnd(withRequest([], record('a', 1)), 'a', 'APPROVED', true);
    expect(withRequest(ended, record('a', 1))).toEqual([{ ...record('a', 1), end: 'APPROVED', here: true }]);
  });

  it('lets an answer from here take the place of what was heard', () => {
    const heard = withEnd([record('a', 1), record('b', 2)], 'a', 'DENIED', false);
    expect(withEnd(heard, 'a', 'REPORTED', true)).toMatchObject([{ end: 'REPORTED', here: true }, { end: null }]);
  });
});

describe('an end', () => {
  it('that this device made stays, whatever is heard later', () => {
    const ended = withEnd([record('a', 1)], 'a', 'APPROVED', true);
    expect(withEnd(ended, 'a', 'APPROVED', false)).toEqual(ended);
    expect(withEnd(ended, 'a', 'EXPIRED', false)).toEqual(ended);
  });

  it('that is known is not forgotten for an expiry, but an expiry for what is told later', () => {
    const denied = withEnd([record('a', 1)], 'a', 'DENIED', false);
    expect(withEnd(denied, 'a', 'EXPIRED', false)).toEqual(denied);
    const expired = withEnd([record('a', 1)], 'a', 'EXPIRED', false);
    expect(withEnd(expired, 'a', 'APPROVED', false)).toMatchObject([{ end: 'APPROVED', here: false }]);
  });

  it('is this device’s where it sent that answer', () => {
    expect(endBy('APPROVED', 'APPROVED')).toEqual({ end: 'APPROVED', here: true });
    expect(endBy('DENIED', 'REPORTED')).toEqual({ end: 'REPORTED', here: false });
    expect(endBy('APPROVED', 'DENIED')).toEqual({ end: 'NUMBER_WRONG', here: true });
    expect(endBy('APPROVED', 'EXPIRED')).toEqual({ end: 'EXPIRED', here: false });
    expect(endBy(null, 'APPROVED')).toEqual({ end: 'APPROVED', here: false });
  });
});

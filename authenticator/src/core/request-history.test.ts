import { describe, expect, it } from 'vitest';
import { type RequestRecord, withEnd, withRequest } from './request-history.ts';

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

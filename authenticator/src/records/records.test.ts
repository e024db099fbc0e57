import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AppEvent, LOG_LENGTH, eventLine } from '../core/event-log.ts';
import type { PushRequest } from '../core/push-request.ts';
import { Records, openRecords } from './records.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
let now = 1_796_000_000.7;
const clock = { now: () => now, after: () => () => undefined };
const munich = { kind: 'somewhere', country: 'DE', city: 'Munich' } as const;
let records: Records;

beforeEach(async () => {
  now = 1_796_000_000.7;
  records = new Records(await openRecords(new IDBFactory()), clock);
});

const request = (serial: string, id: string, issuedAt: number): PushRequest => ({
  id,
  serial,
  issuer: 'https://app.example.org',
  issuedAt,
  expiresAt: issuedAt + 60,
  nonce: 'CANARY-nonce',
  application: 'Wiki',
  organisation: 'Acme',
  account: 'alice',
  ip: '198.51.100.7',
  place: munich,
  browser: null,
  os: null,
  numberDigits: 2,
  verifyUser: false,
});

describe('the records of push requests', () => {
  it('are kept by token, with what was shown and how each ended', async () => {
    records.arrived(request('A', 'one', 10), 'app');
    records.arrived(request('A', 'two', 20), 'app');
    records.arrived(request('B', 'three', 30), 'app');
    records.ended({ serial: 'A', id: 'one' }, 'APPROVED', true);
    expect(await records.requestsOf('A')).toEqual([
      { id: 'two', application: 'Wiki', place: munich, askedAt: 20, expiresAt: 80, end: null, here: false },
      { id: 'one', application: 'Wiki', place: munich, askedAt: 10, expiresAt: 70, end: 'APPROVED', here: true },
    ]);
    expect(await records.requestsOf('B')).toHaveLength(1);
    expect(JSON.stringify(await records.requestsOf('A'))).not.toContain('CANARY');
  });

  it('are twenty for each token at most, whatever order and hurry they come in', async () => {
    for (let at = 1; at <= 30; at++) {
      records.arrived(request('A', `r${String(at)}`, at), 'app');
      records.arrived(request('B', `r${String(at)}`, at), 'app');
    }
    expect((await records.requestsOf('A')).map(({ askedAt }) => askedAt)).toEqual(
      Array.from({ length: 20 }, (_, index) => 30 - index),
    );
    expect(await records.requestsOf('B')).toHaveLength(20);
  });

  it('go with their token', async () => {
    records.arrived(request('A', 'one', 10), 'app');
    records.forget('A');
    expect(await records.requestsOf('A')).toEqual([]);
  });
});

describe('the event log', () => {
  it('keeps the last five hundred events, the newest first', async () => {
    for (let count = 0; count < LOG_LENGTH + 7; count++) {
      now = count;
      records.log({ kind: 'enrolled', serial: 'A' });
    }
    const events = await records.events();
    expect(events).toHaveLength(LOG_LENGTH);
    expect([events[0]?.at, events.at(-1)?.at]).toEqual([LOG_LENGTH + 6, 7]);
  });

  it('tells time, kind, token, request and outcome', async () => {
    records.log({ kind: 'answer-failed', serial: 'CS00004711', request: ID, outcome: 'offline' });
    expect((await records.events()).map(eventLine)).toEqual([
      `2026-11-30T00:53:20Z answer-failed CS00004711 ${ID} offline`,
    ]);
  });

  it.each([
    ['another field', { kind: 'enrolled', passcode: 'CANARY', password: 'CANARY', seed: 'CANARY' }],
    ['a text for an outcome', { kind: 'enrolled', outcome: 'CANARY 731946' }],
    ['a number for an outcome', { kind: 'enrolled', outcome: 'CANARY731946' }],
    ['an activation string for a serial', { kind: 'enrolled', serial: `A1${'CANARY'.repeat(13)}` }],
    ['a link for a request', { kind: 'enrolled', request: 'otpauth://totp/a?secret=CANARY' }],
  ])('takes nothing that has no place in it: %s', async (_what, event) => {
    records.log(event as AppEvent);
    const [logged] = await records.events();
    expect(logged?.kind).toBe('enrolled');
    expect(JSON.stringify(logged)).not.toMatch(/CANARY|731946/u);
  });

  it('is emptied', async () => {
    records.log({ kind: 'enrolled' });
    await records.clearEvents();
    expect(await records.events()).toEqual([]);
  });
});

describe('without a database', () => {
  it('nothing is kept, and nothing fails', async () => {
    const none = new Records(null, clock);
    none.arrived(request('A', 'one', 10), 'app');
    none.log({ kind: 'enrolled' });
    expect(await none.requestsOf('A')).toEqual([]);
    expect(await none.events()).toEqual([]);
  });
});

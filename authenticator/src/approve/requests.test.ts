import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { knownAnswers, fromHex } from '../../test/known-answers.ts';
import { AppError, type ErrorCode, codeOf } from '../core/errors.ts';
import type { CheckAnswer, DeviceApi } from '../server/device-api.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { eventLine } from '../core/event-log.ts';
import { Records, openRecords } from '../records/records.ts';
import { Requests } from './requests.ts';

const known = knownAnswers<{
  origin: string;
  serial: string;
  now: number;
  pushKeyPublic_hex: string;
  requests: { jws: string; id: string; exp: number }[];
  badRequests: { jws: string }[];
}>('push-messages');
const [first, second] = known.requests as [{ jws: string; id: string; exp: number }, { jws: string; id: string }];
const token = {
  serial: known.serial,
  server: known.origin,
  pushKey: fromHex(known.pushKeyPublic_hex),
  state: 'active',
  inactive: false,
  pushEnabled: true,
  pushEndpoint: 'https://push.example/1',
} as ServerToken;

let now: number;
let sent: string[];
let signed: number;
let refusal: ErrorCode | null;
let changes: unknown[];
let unreached: string[];
let answer: CheckAnswer;
let requests: Requests;
let records: Records;

beforeEach(async () => {
  now = known.now;
  sent = [];
  signed = 0;
  refusal = null;
  changes = [];
  unreached = [];
  const vault: Pick<Vault, 'sign' | 'change' | 'passcodeForAnswer'> = {
    sign: () => Promise.resolve(`jws ${String(++signed)}`),
    change: (serial, change) => {
      changes.push([serial, change]);
      return Promise.resolve({ ...token, ...change });
    },
    passcodeForAnswer: () => Promise.resolve({ kind: 'passcode', passcode: '123456' }),
  };
  const api: Pick<DeviceApi, 'check' | 'answer' | 'receipt'> = {
    check: () => Promise.resolve(answer),
    answer: (jws) => {
      sent.push(jws);
      return refusal === null ? Promise.resolve('APPROVED') : Promise.reject(new AppError(refusal));
    },
    receipt: () => Promise.resolve(),
  };
  const clock = { now: () => now, after: () => () => undefined };
  records = new Records(await openRecords(new IDBFactory()), clock);
  requests = new Requests({
    records,
    vault: vault as Vault,
    api: api as DeviceApi,
    clock,
    tokens: () => [token],
    onChanged: () => undefined,
    onUnreached: (tokens) => {
      unreached.push(...tokens.map(({ serial }) => serial));
    },
  });
});

const open = (): string[] => requests.waiting.value.requests.map(({ id }) => id);
const checked = (...jws: string[]): CheckAnswer => ({
  serverTime: now,
  tokens: [{ kind: 'state', serial: token.serial, state: 'ACTIVE', pushEnabled: true, webPush: true, requests: jws }],
});

describe('requests that wait', () => {
  it('come from a check and from the stream, each once, and only genuine ones', async () => {
    answer = checked(first.jws, ...known.badRequests.map(({ jws }) => jws));
    await requests.check();
    expect(open()).toEqual([first.id]);
    await requests.takeEvent('request', JSON.stringify({ serial: token.serial, request: first.jws }));
    await requests.takeEvent('request', JSON.stringify({ serial: 'other', request: second.jws }));
    expect(open()).toEqual([first.id]);
  });

  it('go when a check no longer names them, and when the stream says how they ended', async () => {
    answer = checked(first.jws);
    await requests.check();
    await requests.takeEvent('ended', JSON.stringify({ serial: token.serial, request: first.id, state: 'SUPERSEDED' }));
    expect(open()).toEqual([]);
    expect(requests.waiting.value.endings.get(first.id)).toBe('SUPERSEDED');
    await requests.check();
    answer = checked();
    await requests.check();
    expect(open()).toEqual([]);
  });

  it('expire by the clock of the server', async () => {
    answer = { ...checked(first.jws), serverTime: now + 40 };
    await requests.check();
    now = first.exp - 41;
    requests.expire();
    expect(open()).toEqual([first.id]);
    now = first.exp - 40;
    requests.expire();
    expect(open()).toEqual([]);
    expect(requests.waiting.value.endings.get(first.id)).toBe('EXPIRED');
  });

  it('show when the server has lost the way to the closed app', async () => {
    answer = checked(first.jws);
    await requests.check();
    expect(unreached).toEqual([]);
    answer = {
      serverTime: now,
      tokens: [
        { kind: 'state', serial: token.serial, state: 'ACTIVE', pushEnabled: true, webPush: false, requests: [] },
      ],
    };
    await requests.check();
    expect(unreached).toEqual([token.serial]);
  });

  it('mark a token that is no longer active, and one that is again', async () => {
    await requests.takeEvent('revoked', JSON.stringify({ serial: token.serial }));
    answer = { serverTime: now, tokens: [{ kind: 'error', serial: token.serial, code: 'signature_invalid' }] };
    await requests.check();
    expect(changes).toEqual([
      [token.serial, { inactive: true }],
      [token.serial, { inactive: true }],
    ]);
  });
});

describe('an approval', () => {
  const approve = async (number: string): Promise<unknown> => {
    const request = requests.waiting.value.requests[0];
    return request ? requests.approve(request, number).catch(codeOf) : 'gone';
  };

  beforeEach(async () => {
    answer = checked(first.jws);
    await requests.check();
    signed = 0;
  });

  it('ends the request', async () => {
    expect(await approve('42')).toEqual({ kind: 'state', state: 'APPROVED' });
    expect(open()).toEqual([]);
  });

  it('goes out with the very same bytes after a lost reply, so that it is never two answers', async () => {
    refusal = 'offline';
    expect(await approve('42')).toBe('offline');
    expect(await approve('42')).toBe('offline');
    expect(sent).toEqual(['jws 1', 'jws 1']);
  });

  it('goes out once more with the next passcode after a refused one, and no further by itself', async () => {
    refusal = 'passcode_refused';
    expect(await approve('42')).toBe('passcode_refused');
    expect(sent).toEqual(['jws 1', 'jws 2']);
  });

  it.each(['request_expired', 'request_superseded', 'request_answered', 'number_wrong', 'request_unknown'] as const)(
    'that meets %s takes the request away',
    async (code) => {
      refusal = code;
      expect(await approve('42')).toBe(code);
      expect(open()).toEqual([]);
    },
  );
});

describe('what is kept of requests', () => {
  const PASSCODE = '123456';
  const NUMBER = '731946';
  const ends = async (): Promise<unknown[]> =>
    (await records.requestsOf(token.serial)).map(({ id, end, here }) => [id, end, here]);

  beforeEach(async () => {
    answer = checked(first.jws);
    await requests.check();
  });

  it('is that it came, and the answer from here', async () => {
    expect(await ends()).toEqual([[first.id, null, false]]);
    const [request] = requests.waiting.value.requests;
    await (request && requests.approve(request, NUMBER));
    expect(await ends()).toEqual([[first.id, 'APPROVED', true]]);
  });

  it('is an end elsewhere, an expiry, and a wrong number', async () => {
    await requests.takeEvent('ended', JSON.stringify({ serial: token.serial, request: first.id, state: 'DENIED' }));
    expect(await ends()).toEqual([[first.id, 'DENIED', false]]);
    await requests.check();
    now = first.exp + 1;
    requests.expire();
    expect(await ends()).toEqual([[first.id, 'EXPIRED', false]]);
    now = known.now;
    await requests.check();
    refusal = 'number_wrong';
    const [request] = requests.waiting.value.requests;
    await (request && requests.approve(request, NUMBER).catch(codeOf));
    expect(await ends()).toEqual([[first.id, 'NUMBER_WRONG', true]]);
  });

  it('is a failure once, not at every try, and a forged request once', async () => {
    answer = checked(known.badRequests[0]?.jws ?? '');
    await requests.check();
    await requests.check();
    const kinds = (await records.events()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'request-refused')).toHaveLength(1);
  });

  it('never tells a number or a passcode', async () => {
    const [request] = requests.waiting.value.requests;
    refusal = 'offline';
    await (request && requests.approve(request, NUMBER).catch(codeOf));
    refusal = null;
    await (request && requests.approve(request, NUMBER));
    const kept = [
      ...(await records.events()).map(eventLine),
      JSON.stringify(await records.events()),
      JSON.stringify(await records.requestsOf(token.serial)),
    ].join('\n');
    expect(kept).toContain('answer-failed');
    expect(kept).not.toContain(PASSCODE);
    expect(kept).not.toContain(NUMBER);
    expect(kept).not.toContain('jws');
  });
});

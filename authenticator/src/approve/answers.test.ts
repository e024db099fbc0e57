import { beforeEach, describe, expect, it } from 'vitest';
import { RequestScene, requestId, requestJws } from '../../test/request-scene.ts';
import { type ErrorCode, codeOf } from '../core/errors.ts';
import type { Requests } from './requests.ts';
import type { GivenPin } from './waiting.ts';

let scene: RequestScene;

async function approve(number = '42', by: Requests = scene.requests, pin?: GivenPin): Promise<unknown> {
  const request = by.waiting.value.requests[0];
  return request ? by.approve(request, number, pin).catch(codeOf) : 'gone';
}

async function deny(reason: 'cancelled' | 'not_me'): Promise<unknown> {
  const request = scene.requests.waiting.value.requests[0];
  return request ? scene.requests.deny(request, reason).catch(codeOf) : 'gone';
}

beforeEach(async () => {
  scene = await RequestScene.begin();
  scene.answer = scene.checked([requestJws]);
  await scene.requests.check();
  scene.signed = 0;
});

describe('an approval', () => {
  it('ends the request', async () => {
    expect(await approve()).toEqual({ kind: 'state', state: 'APPROVED' });
    expect([scene.open(), scene.end()]).toEqual([[], 'APPROVED here']);
  });

  it.each(['offline', 'unavailable', 'unexpected'] as const)(
    'goes out with the very same bytes after %s, so that it is never two answers',
    async (code) => {
      scene.refusals = [code];
      expect(await approve()).toBe(code);
      expect(await approve()).toBe(code);
      expect(scene.sent).toEqual(['jws 1', 'jws 1']);
    },
  );

  it('is signed anew for another number', async () => {
    scene.refusals = ['offline'];
    await approve('42');
    await approve('43');
    expect(scene.sent).toEqual(['jws 1', 'jws 2']);
  });

  it('goes out once more with the next passcode after a refused one, and no further by itself', async () => {
    scene.refusals = ['passcode_refused'];
    expect(await approve()).toBe('passcode_refused');
    expect(scene.sent).toEqual(['jws 1', 'jws 2']);
  });

  it('spends one passcode however often its server PIN is mistyped', async () => {
    scene.refusals = ['pin_required', 'pin_wrong', 'pin_wrong', null];
    const tried: unknown[] = [];
    for (const server of [null, '1111', '2222', '3333']) {
      tried.push(await approve('42', scene.requests, { verified: false, server }));
    }
    expect(tried).toEqual(['pin_required', 'pin_wrong', 'pin_wrong', { kind: 'state', state: 'APPROVED' }]);
    expect(scene.passcodes).toBe(1);
    expect(scene.sent).toEqual(['jws 1', 'jws 1', 'jws 1', 'jws 1']);
  });

  it.each(['request_expired', 'request_superseded', 'request_answered', 'number_wrong', 'request_unknown'] as const)(
    'that meets %s takes the request away',
    async (code) => {
      scene.refusals = [code];
      scene.answer = scene.checked([]);
      expect(await approve()).toBe(code);
      expect(scene.open()).toEqual([]);
    },
  );
});

describe('a denial', () => {
  it('goes out with the very same bytes after a lost reply', async () => {
    scene.refusals = ['offline'];
    await deny('not_me');
    await deny('not_me');
    expect(scene.sent).toEqual(['jws 1', 'jws 1']);
  });
});

describe('whose answer the server has', () => {
  it('is this one, when its first reply was lost', async () => {
    scene.refusals = ['offline', 'request_answered'];
    expect(await approve()).toBe('offline');
    scene.answer = scene.checked([], 'APPROVED');
    expect(await approve()).toEqual({ kind: 'state', state: 'APPROVED' });
    expect(await scene.kept()).toEqual([[requestId, 'APPROVED', true]]);
    expect((await scene.records.events()).map(({ kind, outcome }) => `${kind} ${outcome ?? ''}`)).not.toContain(
      'answer-failed request_answered',
    );
  });

  it('is this one with its wrong number, when that reply was lost', async () => {
    scene.refusals = ['offline', 'request_answered'];
    await approve();
    scene.answer = scene.checked([], 'DENIED');
    expect(await approve()).toBe('number_wrong');
    expect(await scene.kept()).toEqual([[requestId, 'NUMBER_WRONG', true]]);
  });

  it('is somebody else’s, when this one never went out before', async () => {
    scene.refusals = ['request_answered'];
    scene.answer = scene.checked([], 'APPROVED');
    expect(await approve()).toBe('request_answered');
    expect(scene.end()).toBe('APPROVED elsewhere');
    expect(await scene.kept()).toEqual([[requestId, 'APPROVED', false]]);
  });

  it.each<[string, ErrorCode]>([
    ['a wrong server PIN', 'pin_wrong'],
    ['a refused passcode', 'passcode_refused'],
  ])('is somebody else’s, when this one was refused for %s', async (_, code) => {
    scene.refusals = [code];
    await approve();
    await scene.hears('ended', { request: requestId, state: 'APPROVED' });
    expect(scene.end()).toBe('APPROVED elsewhere');
  });

  it('is this device’s for its other tabs too, before and after the reply', async () => {
    const other = scene.tab();
    await other.check();
    await approve();
    await scene.hears('ended', { request: requestId, state: 'APPROVED' }, other);
    expect([scene.open(other), scene.end(other)]).toEqual([[], 'APPROVED here']);
    const third = scene.tab();
    scene.answer = scene.checked([], 'APPROVED');
    await third.check();
    expect(scene.end(third)).toBe('APPROVED here');
    expect(await scene.kept()).toEqual([[requestId, 'APPROVED', true]]);
  });

  it('is this device’s wrong number for its other tabs', async () => {
    const other = scene.tab();
    await other.check();
    scene.refusals = ['number_wrong'];
    await approve();
    await scene.hears('ended', { request: requestId, state: 'DENIED' }, other);
    expect(scene.end(other)).toBe('NUMBER_WRONG here');
  });

  it('stays this one’s, though another tab believes that the time was up', async () => {
    const other = scene.tab();
    await other.check();
    await approve();
    scene.now += 3600;
    other.expire();
    expect(await scene.kept()).toEqual([[requestId, 'APPROVED', true]]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { RequestScene, badRequests, requestEnd, requestId, requestJws, token } from '../../test/request-scene.ts';
import { eventLine } from '../core/event-log.ts';
import { codeOf } from '../core/errors.ts';

let scene: RequestScene;

beforeEach(async () => {
  scene = await RequestScene.begin();
});

describe('requests that wait', () => {
  it('come from a check and from the stream, each once, and only genuine ones', async () => {
    scene.answer = scene.checked([requestJws, ...badRequests]);
    await scene.requests.check();
    expect(scene.open()).toEqual([requestId]);
    await scene.hears('request', { request: requestJws });
    await scene.hears('request', { serial: 'other', request: requestJws });
    expect(scene.open()).toEqual([requestId]);
  });

  it('go when a check no longer names them', async () => {
    scene.answer = scene.checked([requestJws]);
    await scene.requests.check();
    scene.answer = scene.checked([]);
    await scene.requests.check();
    expect(scene.open()).toEqual([]);
  });

  it('stay when they came while a check was on its way that does not know them', async () => {
    scene.answer = scene.checked([]);
    scene.meanwhile = () => scene.hears('request', { request: requestJws });
    await scene.requests.check();
    expect(scene.open()).toEqual([requestId]);
  });

  it('do not come back with a check that was on its way when they ended', async () => {
    scene.answer = scene.checked([requestJws]);
    await scene.requests.check();
    scene.meanwhile = () => scene.hears('ended', { request: requestId, state: 'SUPERSEDED' });
    await scene.requests.check();
    expect(scene.open()).toEqual([]);
  });

  it.each(['EXPIRED', 'SUPERSEDED', 'APPROVED', 'DENIED', 'REPORTED'] as const)(
    'say that they ended as %s, whether the stream told it or a check',
    async (state) => {
      await scene.hears('request', { request: requestJws });
      await scene.hears('ended', { request: requestId, state });
      expect([scene.open(), scene.end()]).toEqual([[], `${state} elsewhere`]);
      const other = scene.tab();
      await scene.hears('request', { request: requestJws }, other);
      scene.answer = scene.checked([], state);
      await other.check();
      expect([scene.open(other), scene.end(other)]).toEqual([[], `${state} elsewhere`]);
    },
  );

  it('tell their end where nobody here has seen them open', async () => {
    scene.answer = scene.checked([], 'SUPERSEDED');
    await scene.requests.check();
    expect(scene.end()).toBe('SUPERSEDED elsewhere');
    expect(await scene.records.events()).toEqual([]);
  });

  it('expire by the clock of the server, by themselves', async () => {
    scene.answer = { ...scene.checked([requestJws]), serverTime: scene.now + 40 };
    await scene.requests.check();
    scene.pass(requestEnd - 41);
    expect(scene.open()).toEqual([requestId]);
    scene.pass(requestEnd - 39);
    expect(scene.open()).toEqual([]);
    expect(scene.end()).toBe('EXPIRED elsewhere');
  });

  it('are open again when only the clock of this device was ahead', async () => {
    await scene.hears('request', { request: requestJws });
    const server = scene.now;
    scene.pass(requestEnd + 5);
    expect(scene.end()).toBe('EXPIRED elsewhere');
    scene.answer = { ...scene.checked([requestJws]), serverTime: server };
    await scene.requests.check();
    expect([scene.open(), scene.end()]).toEqual([[requestId], null]);
  });

  it('show when the server has lost the way to the closed app', async () => {
    scene.answer = scene.checked([requestJws]);
    await scene.requests.check();
    expect(scene.unreached).toEqual([]);
    scene.answer = scene.checked([], undefined, false);
    await scene.requests.check();
    expect(scene.unreached).toEqual([token.serial]);
  });

  it('mark a token that is no longer active, and one that is again', async () => {
    await scene.hears('revoked');
    scene.answer = {
      serverTime: scene.now,
      tokens: [{ kind: 'error', serial: token.serial, code: 'signature_invalid' }],
    };
    await scene.requests.check();
    expect(scene.changes).toEqual([
      [token.serial, { inactive: true }],
      [token.serial, { inactive: true }],
    ]);
  });
});

describe('what is kept of requests', () => {
  beforeEach(async () => {
    scene.answer = scene.checked([requestJws]);
    await scene.requests.check();
  });

  it('is that it came, and the answer from here', async () => {
    expect(await scene.kept()).toEqual([[requestId, null, false]]);
    const [request] = scene.requests.waiting.value.requests;
    await (request && scene.requests.approve(request, '42'));
    expect(await scene.kept()).toEqual([[requestId, 'APPROVED', true]]);
  });

  it('is an end elsewhere, once, however often it is told', async () => {
    await scene.hears('ended', { request: requestId, state: 'DENIED' });
    scene.answer = scene.checked([], 'DENIED');
    await scene.requests.check();
    await scene.tab().check();
    expect(await scene.kept()).toEqual([[requestId, 'DENIED', false]]);
    const kinds = (await scene.records.events()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'request-ended')).toHaveLength(1);
  });

  it('is an expiry', async () => {
    scene.pass(requestEnd + 1);
    expect(await scene.kept()).toEqual([[requestId, 'EXPIRED', false]]);
  });

  it('is a wrong number', async () => {
    scene.refusals = ['number_wrong'];
    const [request] = scene.requests.waiting.value.requests;
    await (request && scene.requests.approve(request, '42').catch(codeOf));
    expect(await scene.kept()).toEqual([[requestId, 'NUMBER_WRONG', true]]);
  });

  it('is a forged request once, not at every try', async () => {
    scene.answer = scene.checked([badRequests[0] ?? '']);
    await scene.requests.check();
    await scene.requests.check();
    const kinds = (await scene.records.events()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'request-refused')).toHaveLength(1);
  });

  it('never tells a number or a passcode', async () => {
    const [request] = scene.requests.waiting.value.requests;
    scene.refusals = ['offline', null];
    await (request && scene.requests.approve(request, '731946').catch(codeOf));
    await (request && scene.requests.approve(request, '731946'));
    const kept = [
      ...(await scene.records.events()).map(eventLine),
      JSON.stringify(await scene.records.events()),
      JSON.stringify(await scene.records.requestsOf(token.serial)),
    ].join('\n');
    expect(kept).toContain('answer-failed');
    expect(kept).not.toContain('123456');
    expect(kept).not.toContain('731946');
    expect(kept).not.toContain('jws');
  });
});

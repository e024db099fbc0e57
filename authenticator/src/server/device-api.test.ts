import { describe, expect, it } from 'vitest';
import type { AppError } from '../core/errors.ts';
import { SERVER_CODES, codeOf } from '../core/errors.ts';
import { deviceApi } from './device-api.ts';

function answering(status: number, body: unknown): typeof fetch {
  return () => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
}

describe('the device API', () => {
  it.each(SERVER_CODES)('gives the code of a problem: %s', async (code) => {
    const api = deviceApi(answering(403, { type: 'about:blank', code }));
    expect(await api.answer('x', null).catch(codeOf)).toBe(code);
  });

  it('keeps what the server says about its clock', async () => {
    const api = deviceApi(answering(400, { code: 'clock_skew', serverTime: 1796000000 }));
    expect(await api.check([]).catch((thrown: unknown) => (thrown as AppError).serverTime)).toBe(1796000000);
  });

  it.each([
    [502, '<html>bad gateway</html>', 'unavailable'],
    [404, 'not found', 'unexpected'],
    [200, 'no JSON', 'unexpected'],
    [200, { tokens: [] }, 'unexpected'],
    [200, { serverTime: 1, tokens: [{ serial: 'A', state: 'ACTIVE', requests: [7] }] }, 'unexpected'],
  ])('answers %i %j with %s', async (status, body, code) => {
    expect(await deviceApi(answering(status, body)).check([]).catch(codeOf)).toBe(code);
  });

  it('gives a PIN check four seconds, since somebody waits for their passcode, and everything else fifteen', async () => {
    const allowed: number[] = [];
    const silent: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new Error('timed out'));
        });
      });
    const api = deviceApi(silent, (milliseconds) => {
      allowed.push(milliseconds);
      return AbortSignal.timeout(1);
    });
    expect(await api.checkPin('x').catch(codeOf)).toBe('offline');
    expect(await api.receipt('x').catch(codeOf)).toBe('offline');
    expect(allowed).toEqual([4_000, 15_000]);
  });

  it('keeps how many tries the server says are left, and sends a PIN beside the answer', async () => {
    let sent = '';
    const api = deviceApi((_input, init) => {
      sent = String(init?.body);
      return Promise.resolve(new Response(JSON.stringify({ code: 'pin_wrong', left: 3 }), { status: 403 }));
    });
    const refused = await api.answer('jws', '7294').catch((thrown: unknown) => thrown as AppError);
    expect(refused).toMatchObject({ code: 'pin_wrong', left: 3 });
    expect(sent).toBe('{"answer":"jws","pin":"7294"}');
  });

  it('says offline when nothing comes back', async () => {
    const api = deviceApi(() => Promise.reject(new TypeError('network')));
    expect(await api.begin({ begin: '', proof: '' }).catch(codeOf)).toBe('offline');
  });

  it('tells tokens and errors of a check apart', async () => {
    const tokens = [
      {
        serial: 'A',
        state: 'ACTIVE',
        pushEnabled: true,
        webPush: true,
        requests: ['jws'],
        ended: [{ request: 'r1', state: 'EXPIRED' }],
      },
      { serial: 'B', code: 'token_inactive' },
    ];
    expect(await deviceApi(answering(200, { serverTime: 5, tokens })).check([])).toEqual({
      serverTime: 5,
      tokens: [
        {
          kind: 'state',
          serial: 'A',
          state: 'ACTIVE',
          pushEnabled: true,
          webPush: true,
          requests: ['jws'],
          ended: [{ request: 'r1', state: 'EXPIRED' }],
        },
        { kind: 'error', serial: 'B', code: 'token_inactive' },
      ],
    });
  });

  it('sends no cookies, follows no redirect and stays on its origin', async () => {
    let seen: [unknown, RequestInit | undefined] = [null, undefined];
    const api = deviceApi((input, init) => {
      seen = [input, init];
      return Promise.resolve(new Response('{"state":"APPROVED"}'));
    });
    await api.answer('jws', null);
    expect(seen[0]).toBe('/device/v1/answer');
    expect(seen[1]).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'error', body: '{"answer":"jws"}' });
  });
});

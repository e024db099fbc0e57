import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers } from '../../test/known-answers.ts';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { answerMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import { parseJws } from '../core/jws.ts';
import { displayText } from '../core/push-request.ts';
import { es256Verifies } from '../platform/webcrypto.ts';
import { genuineRequest } from './genuine-request.ts';

const vectors = knownAnswers<{
  origin: string;
  serial: string;
  now: number;
  pushKeyPublic_hex: string;
  devicePublic_hex: string;
  requests: {
    name: string;
    jws: string;
    rh_b64u: string;
    id: string;
    application: string;
    account: string;
    place: { own: boolean; country: string | null; city: string | null } | null;
    browser: string | null;
    os: string | null;
    numberLength: number;
    userVerification: boolean;
    exp: number;
  }[];
  badRequests: { name: string; jws: string; now: number; code: string }[];
  deviceMessages: { name: string; typ: string; payloadJson: string; jws: string }[];
  badDeviceMessages: { name: string; typ: string; jws: string }[];
}>('push-messages');

const token = { serial: vectors.serial, server: vectors.origin, pushKey: fromHex(vectors.pushKeyPublic_hex) };

describe('a push request', () => {
  it.each(vectors.requests)('is genuine: $name', async (known) => {
    const request = await genuineRequest(known.jws, token, vectors.now);
    expect(request.id).toBe(known.id);
    expect(request.application).toBe(known.application);
    expect(request.account).toBe(known.account);
    const { own, ...somewhere } = known.place ?? {};
    expect(request.place).toEqual(
      known.place === null ? null : own === true ? { kind: 'own' } : { kind: 'somewhere', ...somewhere },
    );
    expect(request.browser).toBe(known.browser);
    expect(request.os).toBe(known.os);
    expect(request.numberDigits).toBe(known.numberLength);
    expect(request.verifyUser).toBe(known.userVerification);
    expect(request.expiresAt).toBe(known.exp);
    expect(toBase64Url(request.answered.hash)).toBe(known.rh_b64u);
  });

  it.each(vectors.badRequests)('is refused: $name', async ({ jws, now, code }) => {
    expect(await genuineRequest(jws, token, now).catch(codeOf)).toBe(code);
  });
});

describe('a device message', () => {
  const verifies = async (jws: string, typ: string): Promise<boolean> => {
    const parsed = parseJws(jws, typ);
    return parsed !== null && es256Verifies(fromHex(vectors.devicePublic_hex), parsed.signed, parsed.signature);
  };

  it.each(vectors.deviceMessages)('verifies: $name', async ({ jws, typ }) => {
    expect(await verifies(jws, typ)).toBe(true);
  });

  it.each(vectors.badDeviceMessages)('does not verify: $name', async ({ jws, typ }) => {
    expect(await verifies(jws, typ)).toBe(false);
  });

  it.each(vectors.deviceMessages.filter(({ typ, name }) => typ.includes('answer') && !name.includes('verification')))(
    'is built with the claims of its page: $name',
    ({ payloadJson }) => {
      const claims = JSON.parse(payloadJson) as Record<string, string> & { iat: number };
      const field = (name: string): string => claims[name] ?? '';
      const bytes = (name: string): Uint8Array<ArrayBuffer> => fromBase64Url(field(name)) ?? new Uint8Array();
      const envelope = { serial: field('iss'), audience: field('aud'), now: claims.iat, id: bytes('jti') };
      const request = { id: field('req'), nonce: field('nonce'), hash: bytes('rh') };
      const built = answerMessage(
        envelope,
        request,
        claims['decision'] === 'approve'
          ? { kind: 'approve', number: claims['number'] ?? null, passcode: field('passcode') }
          : { kind: 'deny', reason: claims['reason'] as 'cancelled' | 'not_me' },
      );
      expect({ ...built.claims, exp: 0 }).toEqual({ ...claims, exp: 0 });
      expect(Number(built.claims['exp']) - claims.iat).toBe(120);
    },
  );
});

describe('a text to show', () => {
  it('loses what turns or hides characters', () => {
    expect(displayText('alice\u202egpj.exe\u200b\n\u0007 admin')).toBe('alice gpj.exe admin');
    expect(displayText('\u202e\u200b')).toBeNull();
    expect(displayText('Müller & Söhne — 東京')).toBe('Müller & Söhne — 東京');
  });
});

import { describe, expect, it } from 'vitest';
import { fromHex, knownAnswers, toHex } from '../../test/known-answers.ts';
import { type Activation, readActivation } from '../core/activation-string.ts';
import { fromBase64Url, toBase64Url } from '../core/bytes.ts';
import { codeOf } from '../core/errors.ts';
import { parseObject } from '../core/json.ts';
import { passcodeOf, movingFactor } from '../core/passcode.ts';
import { es256Verifies, sha256, subtle } from '../platform/webcrypto.ts';
import { KeyAgreement } from './key-agreement.ts';

interface Case {
  name: string;
  origin: string;
  activationLink: string;
  appEphemeralPrivate_hex: string;
  appEphemeralPublic_hex: string;
  beginJson: string;
  begin_b64u: string;
  beginProof_b64u: string;
  offerJws: string;
  transcript_hex: string;
  seed_hex: string;
  code: string;
  policy: string;
  level: number;
  pushKeyPublic_hex: string;
  serial: string;
  policyJws: string;
  serverMac_b64u: string;
  counter: number;
  passcode: string;
}

const vectors = knownAnswers<{
  cases: Case[];
  badOffersOfFirstCase: { name: string; offerJws: string; code: string }[];
  badFinishAnswersOfFirstCase: {
    name: string;
    serial: string;
    policyJws: string;
    serverMac_b64u: string;
    code: string;
  }[];
}>('enrollment');

async function activationOf(known: Case): Promise<Activation> {
  const reading = await readActivation(known.activationLink, known.origin, 0, sha256);
  if (reading.kind !== 'activation') {
    throw new Error(reading.code);
  }
  return reading.activation;
}

async function started(known: Case): Promise<KeyAgreement> {
  const point = fromHex(known.appEphemeralPublic_hex);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: toBase64Url(point.slice(1, 33)),
    y: toBase64Url(point.slice(33)),
    d: toBase64Url(fromHex(known.appEphemeralPrivate_hex)),
  };
  const key = await subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveKey',
    'deriveBits',
  ]);
  return KeyAgreement.with(await activationOf(known), known.beginJson, key);
}

/** This version keeps time-based and event-based tokens; the other cases are refused below. */
const kept = vectors.cases.filter(({ policy }) => !policy.startsWith('OCRA'));
const refused = vectors.cases.filter((known) => !kept.includes(known));
const first = vectors.cases[0] as Case;

describe('the key agreement', () => {
  it('has known answers of both kinds', () => {
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).toContain(first);
  });

  it.each(kept)('derives what the server derives: $name', async (known) => {
    const agreement = await started(known);
    expect(agreement.body).toEqual({ begin: known.begin_b64u, proof: known.beginProof_b64u });
    const agreed = await agreement.agree(known.offerJws);
    expect(agreed.code).toBe(known.code);
    await agreed.finish('A name', null, false);
    const answer = { serial: known.serial, policy: known.policyJws, mac: known.serverMac_b64u };
    const claimed = await agreed.claimed(answer, known.origin);
    expect(toHex(new Uint8Array(await subtle.exportKey('raw', claimed.seed)))).toBe(known.seed_hex);
    expect(claimed.signed.level).toBe(known.level);
    expect(toHex(claimed.signed.pushKey)).toBe(known.pushKeyPublic_hex);
    const hmac = new Uint8Array(await subtle.sign('HMAC', claimed.seed, movingFactor(known.counter)));
    expect(passcodeOf(hmac, claimed.policy.alphabet, claimed.policy.length)).toBe(known.passcode);
  });

  it.each(refused)('refuses tokens that this version cannot keep: $name', async (known) => {
    const agreement = await started(known);
    expect(await agreement.agree(known.offerJws).catch(codeOf)).toBe('policy_unsupported');
  });

  it.each(vectors.badOffersOfFirstCase)('refuses an offer: $name', async ({ offerJws, code }) => {
    const agreement = await started(first);
    expect(await agreement.agree(offerJws).catch(codeOf)).toBe(code);
  });

  it.each(vectors.badFinishAnswersOfFirstCase)('refuses an answer to finish: $name', async (bad) => {
    const agreed = await (await started(first)).agree(first.offerJws);
    await agreed.finish('A name', null, false);
    const answer = { serial: bad.serial, policy: bad.policyJws, mac: bad.serverMac_b64u };
    expect(await agreed.claimed(answer, first.origin).catch(codeOf)).toBe(bad.code);
  });

  it('signs what it finishes with the device key that it names', async () => {
    const agreed = await (await started(first)).agree(first.offerJws);
    const push = { endpoint: 'https://push.example.org/1', p256dh: 'AA', auth: 'AQ' };
    const body = await agreed.finish('My phone', push, true);
    const text = fromBase64Url(body.finish) ?? new Uint8Array();
    const finish = parseObject(new TextDecoder().decode(text));
    expect(finish).toMatchObject({ v: 1, name: 'My phone', push, pushEnabled: true });
    const signed = new Uint8Array([
      ...new TextEncoder().encode('countersign/finish/v1'),
      ...fromHex(first.transcript_hex),
      ...(await sha256(text)),
    ]);
    const key = fromBase64Url(String(finish?.['deviceKey'])) ?? new Uint8Array();
    expect(await es256Verifies(key, signed, fromBase64Url(body.signature) ?? new Uint8Array())).toBe(true);
  });

  it('makes a new key for every enrollment', async () => {
    const device = { platform: 'web', deviceType: 'phone', os: 'Android 16', app: 'Test' } as const;
    const [one, other] = await Promise.all([
      KeyAgreement.start(await activationOf(first), device),
      KeyAgreement.start(await activationOf(first), device),
    ]);
    expect(one.body.begin).not.toBe(other.body.begin);
  });
});

import {
  type Bytes,
  type Sha256,
  concat,
  fromBase64Url,
  lengthPrefixed,
  sameBytes,
  toBase64Url,
  utf8,
} from './bytes.ts';
import type { PushSubscriptionKeys } from './device-messages.ts';
import { asObject, asSeconds, asText, hasExactly } from './json.ts';
import { type Jws, parseJws, pointOfJwk } from './jws.ts';

/** What the app says about the device it runs on. */
export interface DeviceDescription {
  readonly platform: 'web';
  readonly deviceType: 'phone' | 'tablet' | 'desktop' | 'other';
  readonly os: string;
  readonly app: string;
}

/** The text `B` of docs/formats/enrollment.md: its very bytes enter the transcript. */
export function beginText(enrollmentId: Bytes, ephemeralKey: Bytes, device: DeviceDescription): string {
  return JSON.stringify({
    v: 1,
    enrollment: toBase64Url(enrollmentId),
    key: toBase64Url(ephemeralKey),
    platform: device.platform,
    deviceType: device.deviceType,
    os: device.os.slice(0, 64),
    app: device.app.slice(0, 64),
    pushCapable: true,
  });
}

/** What the server offers, once its signature is verified. */
export interface Offer {
  readonly serverKey: Bytes;
  readonly policy: string;
  readonly organisation: string;
  readonly account: string;
  readonly tokenName: string;
  readonly secondProof: 'none' | 'password';
  readonly expiresAt: number;
}

export interface UnverifiedOffer {
  readonly jws: Jws;
  readonly enrollmentKey: Bytes;
  readonly offer: Offer;
}

const OFFER_FIELDS = [
  'v',
  'enrollment',
  'nonce',
  'key',
  'policy',
  'organisation',
  'account',
  'tokenName',
  'secondProof',
  'exp',
];

/** Reads an offer and checks all but its signature; null means that this is not the server of the activation string. */
export async function readOffer(
  compact: string,
  enrollmentId: Bytes,
  enrollmentKeyHash: Bytes,
  sha256: Sha256,
): Promise<UnverifiedOffer | null> {
  const jws = parseJws(compact, 'countersign-offer+jwt');
  const enrollmentKey = pointOfJwk(asObject(jws?.header['jwk']));
  if (jws === null || enrollmentKey === null) {
    return null;
  }
  if (!sameBytes((await sha256(enrollmentKey)).slice(0, 16), enrollmentKeyHash)) {
    return null;
  }
  const claims = jws.payload;
  const serverKey = fromBase64Url(asText(claims['key']) ?? '');
  const policy = asText(claims['policy'], 200);
  const organisation = asText(claims['organisation'], 256);
  const account = asText(claims['account'], 256);
  const expiresAt = asSeconds(claims['exp']);
  const secondProof = claims['secondProof'];
  if (!hasExactly(claims, OFFER_FIELDS) || !hasExactly(jws.header, ['alg', 'typ', 'jwk'])) {
    return null;
  }
  if (claims['v'] !== 1 || claims['enrollment'] !== toBase64Url(enrollmentId) || serverKey?.length !== 65) {
    return null;
  }
  if (policy === null || organisation === null || account === null || expiresAt === null) {
    return null;
  }
  if (secondProof !== 'none' && secondProof !== 'password') {
    return null;
  }
  const tokenName = asText(claims['tokenName'], 256) ?? organisation;
  if (fromBase64Url(asText(claims['nonce']) ?? '')?.length !== 32) {
    return null;
  }
  return { jws, enrollmentKey, offer: { serverKey, policy, organisation, account, tokenName, secondProof, expiresAt } };
}

/** What the transcript hash `T` is taken over. */
export function transcript(begin: string, offer: string): Bytes {
  return concat(...['countersign/enroll/v1', begin, offer].map((part) => lengthPrefixed(utf8(part))));
}

/** HKDF's info for the key of the begin proof. */
export const BEGIN_PROOF_INFO = utf8('countersign/begin/v1');

/** HKDF's info for a key that both sides derive. */
export function derivationInfo(purpose: 'seed' | 'confirm' | 'code', transcriptHash: Bytes): Bytes {
  return concat(utf8(`countersign/${purpose}/v1`), transcriptHash);
}

/** Six digits of the four derived bytes. */
export function comparisonCode(derived: Bytes): string {
  const number = new DataView(derived.buffer, derived.byteOffset).getUint32(0);
  return String(number % 1_000_000).padStart(6, '0');
}

/** The text `F` of docs/formats/enrollment.md. */
export function finishText(finish: {
  readonly enrollmentId: Bytes;
  readonly beginHash: Bytes;
  readonly deviceKey: Bytes;
  readonly name: string;
  readonly push: PushSubscriptionKeys | null;
  readonly pushEnabled: boolean;
}): string {
  return JSON.stringify({
    v: 1,
    enrollment: toBase64Url(finish.enrollmentId),
    begin: toBase64Url(finish.beginHash),
    deviceKey: toBase64Url(finish.deviceKey),
    name: finish.name,
    push: finish.push,
    pushEnabled: finish.pushEnabled,
  });
}

/** What the app's MAC of `finish` covers. */
export function deviceMacInput(transcriptHash: Bytes, finishHash: Bytes): Bytes {
  return concat(utf8('countersign/device/v1'), transcriptHash, finishHash);
}

/** What the device key's signature of `finish` covers. */
export function finishSignatureInput(transcriptHash: Bytes, finishHash: Bytes): Bytes {
  return concat(utf8('countersign/finish/v1'), transcriptHash, finishHash);
}

/** What the server's MAC covers. */
export function serverMacInput(transcriptHash: Bytes, serial: string, policyJws: string): Bytes {
  return concat(
    utf8('countersign/server/v1'),
    transcriptHash,
    lengthPrefixed(utf8(serial)),
    lengthPrefixed(utf8(policyJws)),
  );
}

/** The signed policy that ends `finish`. */
export interface SignedPolicy {
  readonly issuer: string;
  readonly serial: string;
  readonly policy: string;
  readonly level: number;
  readonly pushKey: Bytes;
}

/** Reads a policy JWS without verifying it; null for anything that its page does not describe. */
export function readSignedPolicy(compact: string): { readonly jws: Jws; readonly signed: SignedPolicy } | null {
  const jws = parseJws(compact, 'countersign-policy+jwt');
  const claims = jws?.payload;
  const issuer = asText(claims?.['iss']);
  const serial = asText(claims?.['sub'], 64);
  const policy = asText(claims?.['policy'], 200);
  const level = asSeconds(claims?.['level']);
  const pushKey = fromBase64Url(asText(claims?.['pushKey']) ?? '');
  if (!jws || issuer === null || serial === null || policy === null || level === null || pushKey?.length !== 65) {
    return null;
  }
  if (
    !hasExactly(claims ?? {}, ['iss', 'sub', 'policy', 'level', 'pushKey', 'iat']) ||
    asSeconds(claims?.['iat']) === null
  ) {
    return null;
  }
  return { jws, signed: { issuer, serial, policy, level, pushKey } };
}

import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** A P-256 key of the played server. */
export interface ServerKey {
  readonly privateKey: KeyObject;
  readonly jwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
  readonly point: Buffer;
}

export function serverKey(): ServerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { privateKey, jwk: { kty: 'EC', crv: 'P-256', x, y }, point };
}

export function publicKeyOf(point: Buffer): KeyObject {
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

export function signJws(key: ServerKey, header: object, payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ alg: 'ES256', ...header })}.${part(payload)}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The claims of a device's message; null unless its type and signature are right. */
export function openJws(compact: string, typ: string, devicePoint: Buffer): Record<string, unknown> | null {
  const [header = '', payload = '', signature = ''] = compact.split('.');
  const parsed = JSON.parse(Buffer.from(header, 'base64url').toString()) as { typ: string };
  const genuine = verifies(devicePoint, Buffer.from(`${header}.${payload}`), Buffer.from(signature, 'base64url'));
  return genuine && parsed.typ === typ
    ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>)
    : null;
}

/** The claims without looking at the signature, to find out whose message it is. */
export function peek(compact: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

export function verifies(point: Buffer, input: Buffer, signature: Buffer): boolean {
  return verify('sha256', input, { key: publicKeyOf(point), dsaEncoding: 'ieee-p1363' }, signature);
}

export function hmac(key: Buffer, ...parts: readonly (Buffer | string)[]): Buffer {
  const mac = createHmac('sha256', key);
  parts.forEach((part) => mac.update(part));
  return mac.digest();
}

export function hash(...parts: readonly (Buffer | string)[]): Buffer {
  const digest = createHash('sha256');
  parts.forEach((part) => digest.update(part));
  return digest.digest();
}

/** `lp` of the format pages. */
export function lp(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

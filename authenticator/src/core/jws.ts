import { type Bytes, fromBase64Url, textOf, toBase64Url, utf8 } from './bytes.ts';
import { type JsonObject, parseObject } from './json.ts';

/** A JSON Web Signature in compact form, taken apart but not verified. */
export interface Jws {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signed: Bytes;
  readonly signature: Bytes;
}

/**
 * Takes a compact JWS apart; null unless it is ES256, of the given type and well-formed throughout.
 * @see RFC 7515 section 5.2, RFC 7518 section 3.4
 */
export function parseJws(compact: string, type: string): Jws | null {
  const parts = compact.split('.');
  const [headerPart, payloadPart, signaturePart] = parts;
  if (parts.length !== 3 || !headerPart || !payloadPart || !signaturePart) {
    return null;
  }
  const header = objectOf(headerPart);
  const payload = objectOf(payloadPart);
  const signature = fromBase64Url(signaturePart);
  if (header === null || payload === null || signature?.length !== 64) {
    return null;
  }
  // A critical header parameter asks for something that this reader does not do (RFC 7515 section 4.1.11).
  if (header['alg'] !== 'ES256' || header['typ'] !== type || 'crit' in header) {
    return null;
  }
  return { header, payload, signed: utf8(`${headerPart}.${payloadPart}`), signature };
}

/** What an ES256 signature covers: header and payload, encoded. */
export function jwsSigningInput(type: string, claims: JsonObject): string {
  const encode = (value: JsonObject): string => toBase64Url(utf8(JSON.stringify(value)));
  return `${encode({ alg: 'ES256', typ: type })}.${encode(claims)}`;
}

/** The compact form. */
export function compactJws(signingInput: string, signature: Bytes): string {
  return `${signingInput}.${toBase64Url(signature)}`;
}

/** The P-256 point of a JSON Web Key, uncompressed; null for another kind of key. */
export function pointOfJwk(jwk: JsonObject | null): Bytes | null {
  if (jwk === null || jwk['kty'] !== 'EC' || jwk['crv'] !== 'P-256') {
    return null;
  }
  const x = typeof jwk['x'] === 'string' ? fromBase64Url(jwk['x']) : null;
  const y = typeof jwk['y'] === 'string' ? fromBase64Url(jwk['y']) : null;
  if (x?.length !== 32 || y?.length !== 32) {
    return null;
  }
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(x, 1);
  point.set(y, 33);
  return point;
}

function objectOf(part: string): JsonObject | null {
  const bytes = fromBase64Url(part);
  return bytes === null ? null : parseObject(textOf(bytes));
}

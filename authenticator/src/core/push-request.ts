import { fromBase64Url } from './bytes.ts';
import { type JsonObject, asObject, asSeconds, asText, hasExactly } from './json.ts';
import { type Jws, parseJws } from './jws.ts';
import { type Place, readPlace } from './place.ts';

/** A push request as its page describes it, not yet verified; see docs/formats/push-messages.md. */
export interface PushRequest {
  readonly id: string;
  readonly serial: string;
  readonly issuer: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly nonce: string;
  readonly application: string;
  readonly organisation: string;
  readonly account: string;
  readonly ip: string | null;
  readonly place: Place | null;
  readonly browser: string | null;
  readonly os: string | null;
  readonly numberDigits: 0 | 2 | 6;
  readonly verifyUser: boolean;
}

const LIFETIME_SECONDS = 90;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const CONTEXT_FIELDS = ['application', 'organisation', 'account', 'ip', 'place', 'browser', 'os', 'protocol'];
// C0 and C1 controls, and what turns or hides text: a name must not be able to dress up as another line or account.
// eslint-disable-next-line no-control-regex
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The request and the signature to verify over it; null for anything that its page does not describe. */
export function readPushRequest(compact: string): { readonly jws: Jws; readonly request: PushRequest } | null {
  const jws = parseJws(compact, 'countersign-push+jwt');
  const claims = jws?.payload;
  const context = asObject(claims?.['ctx']);
  const need = asObject(claims?.['need']);
  if (!jws || !claims || context === null || need === null || !asDescribed(jws, claims, context, need)) {
    return null;
  }
  const id = asText(claims['jti'], 64);
  const serial = asText(claims['aud'], 64);
  const issuer = asText(claims['iss']);
  const nonce = asText(claims['nonce'], 64);
  const issuedAt = asSeconds(claims['iat']);
  const expiresAt = asSeconds(claims['exp']);
  const application = asText(context['application']);
  const account = asText(context['account']);
  const place = readPlace(context['place']);
  const digits = need['number'];
  if (id === null || serial === null || issuer === null || nonce === null || issuedAt === null || expiresAt === null) {
    return null;
  }
  if (
    application === null ||
    account === null ||
    place === undefined ||
    (digits !== 0 && digits !== 2 && digits !== 6)
  ) {
    return null;
  }
  if (typeof need['uv'] !== 'boolean' || expiresAt <= issuedAt || expiresAt - issuedAt > LIFETIME_SECONDS) {
    return null;
  }
  return {
    jws,
    request: {
      id,
      serial,
      issuer,
      issuedAt,
      expiresAt,
      nonce,
      application,
      organisation: asText(context['organisation']) ?? '',
      account,
      ip: asText(context['ip']),
      place,
      browser: asText(context['browser']),
      os: asText(context['os']),
      numberDigits: digits,
      verifyUser: need['uv'],
    },
  };
}

function asDescribed(jws: Jws, claims: JsonObject, context: JsonObject, need: JsonObject): boolean {
  return (
    hasExactly(jws.header, ['alg', 'typ'], ['kid']) &&
    hasExactly(claims, ['iss', 'aud', 'jti', 'iat', 'exp', 'nonce', 'ctx', 'need']) &&
    hasExactly(context, CONTEXT_FIELDS) &&
    hasExactly(need, ['number', 'uv']) &&
    UUID.test(String(claims['jti'])) &&
    fromBase64Url(String(claims['nonce']))?.length === 16
  );
}

/** A text of a request as it may be shown: one line, nothing that turns or hides characters; null where nothing is left. */
export function displayText(text: string | null): string | null {
  const shown = (text ?? '').replace(DECEPTIVE, ' ').replace(/\s+/gu, ' ').trim();
  return shown === '' ? null : shown;
}

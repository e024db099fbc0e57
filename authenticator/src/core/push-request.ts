import { asObject, asSeconds, asText, type Json } from './json.ts';
import { type Jws, parseJws } from './jws.ts';

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
  readonly place: string | null;
  readonly browser: string | null;
  readonly os: string | null;
  readonly numberDigits: 0 | 2 | 6;
  readonly verifyUser: boolean;
}

const LIFETIME_SECONDS = 90;
// C0 and C1 controls, and what turns or hides text: a name must not be able to dress up as another line or account.
// eslint-disable-next-line no-control-regex
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The request and the signature to verify over it; null for anything that its page does not describe. */
export function readPushRequest(compact: string): { readonly jws: Jws; readonly request: PushRequest } | null {
  const jws = parseJws(compact, 'countersign-push+jwt');
  const claims = jws?.payload;
  const context = asObject(claims?.['ctx']);
  const need = asObject(claims?.['need']);
  if (!jws || !claims || context === null || need === null) {
    return null;
  }
  const id = asText(claims['jti'], 64);
  const serial = asText(claims['aud'], 64);
  const issuer = asText(claims['iss']);
  const nonce = asText(claims['nonce'], 64);
  const issuedAt = asSeconds(claims['iat']);
  const expiresAt = asSeconds(claims['exp']);
  const application = shown(context['application']);
  const account = shown(context['account']);
  const digits = need['number'];
  if (id === null || serial === null || issuer === null || nonce === null || issuedAt === null || expiresAt === null) {
    return null;
  }
  if (application === null || account === null || (digits !== 0 && digits !== 2 && digits !== 6)) {
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
      organisation: shown(context['organisation']) ?? '',
      account,
      ip: shown(context['ip']),
      place: shown(context['place']),
      browser: shown(context['browser']),
      os: shown(context['os']),
      numberDigits: digits,
      verifyUser: need['uv'],
    },
  };
}

function shown(value: Json | undefined): string | null {
  const text = asText(value, 256)?.replace(DECEPTIVE, ' ').replace(/\s+/gu, ' ').trim();
  return text === undefined || text === '' ? null : text;
}

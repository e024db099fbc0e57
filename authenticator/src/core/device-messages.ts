import { type Bytes, concat, lengthPrefixed, toBase64Url, utf8 } from './bytes.ts';
import type { JsonObject } from './json.ts';

/** Who signs, for whom, when: the claims that every message of a device carries. */
export interface Envelope {
  readonly serial: string;
  readonly audience: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** 16 random bytes. */
  readonly id: Bytes;
}

/** A web push subscription as the wire carries it. */
export interface PushSubscriptionKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** Claims with the type that their header names. */
export interface DeviceMessage {
  readonly type: string;
  readonly claims: JsonObject;
}

const LIFETIME_SECONDS = 120;

function message(type: string, envelope: Envelope, further: JsonObject): DeviceMessage {
  return {
    type,
    claims: {
      iss: envelope.serial,
      aud: envelope.audience,
      iat: envelope.now,
      exp: envelope.now + LIFETIME_SECONDS,
      jti: toBase64Url(envelope.id),
      ...further,
    },
  };
}

/** Asks for the open push requests of one token. */
export function checkMessage(envelope: Envelope): DeviceMessage {
  return message('countersign-check+jwt', envelope, {});
}

/** Says that a request was delivered by web push, or opened by a person. */
export function receiptMessage(envelope: Envelope, request: string, event: 'delivered' | 'opened'): DeviceMessage {
  return message('countersign-receipt+jwt', envelope, { req: request, event });
}

/** Tells the server the token's name, Autosend switch and web push subscription. */
export function settingsMessage(
  envelope: Envelope,
  settings: { readonly name: string; readonly pushEnabled: boolean; readonly push: PushSubscriptionKeys | null },
): DeviceMessage {
  const { name, pushEnabled, push } = settings;
  return message('countersign-settings+jwt', envelope, { name, pushEnabled, push: push === null ? null : { ...push } });
}

/** Ends an enrollment: the passcode proves that the stored record opens. */
export function activateMessage(envelope: Envelope, passcode: string): DeviceMessage {
  return message('countersign-activate+jwt', envelope, { passcode });
}

/** What the HMAC of a PIN check goes over: it is bound to this very message. */
export function pinProofInput({ serial, id }: Envelope): Bytes {
  return concat(utf8('countersign/pin-check/v1'), lengthPrefixed(utf8(serial)), lengthPrefixed(utf8(toBase64Url(id))));
}

/** Asks whether the PIN that opened the seed was right; see docs/formats/pin.md. */
export function pinCheckMessage(envelope: Envelope, proof: Bytes): DeviceMessage {
  return message('countersign-pin-check+jwt', envelope, { proof: toBase64Url(proof) });
}

/** Goes beside the current and the new server PIN. */
export function pinChangeMessage(envelope: Envelope): DeviceMessage {
  return message('countersign-pin-change+jwt', envelope, {});
}

/** The parts of a push request that its answer repeats. */
export interface AnsweredRequest {
  readonly id: string;
  readonly nonce: string;
  /** SHA-256 of the request as received. */
  readonly hash: Bytes;
}

export type Decision =
  | {
      readonly kind: 'approve';
      readonly number: string | null;
      readonly passcode: string;
      /** Whether the person gave a PIN or a biometric for this very answer. */
      readonly verified?: boolean;
    }
  | { readonly kind: 'deny'; readonly reason: 'cancelled' | 'not_me' };

/** The answer to a push request; see docs/formats/push-messages.md. */
export function answerMessage(envelope: Envelope, request: AnsweredRequest, decision: Decision): DeviceMessage {
  const approve = decision.kind === 'approve';
  return message('countersign-answer+jwt', envelope, {
    req: request.id,
    nonce: request.nonce,
    rh: toBase64Url(request.hash),
    decision: decision.kind,
    reason: approve ? null : decision.reason,
    number: approve ? decision.number : null,
    passcode: approve ? decision.passcode : null,
    uv: approve && decision.verified === true,
  });
}

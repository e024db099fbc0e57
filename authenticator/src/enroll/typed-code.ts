import { type Bytes, fromBase64Url, textOf, toBase64Url, utf8 } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import { hmacSha256, subtle } from '../platform/webcrypto.ts';
import type { DeviceApi } from '../server/device-api.ts';

const IV_LENGTH = 12;
const labels = {
  lookup: utf8('countersign/typed-code/lookup/v1'),
  answer: utf8('countersign/typed-code/answer/v1'),
};

/**
 * Fetches the activation string that a typed code stands for. The code itself is not sent: what is, does not tell it, and only
 * who knows it can make the answer.
 * @throws AppError `typed_code_unknown`, or `server_not_genuine` for an answer that was made without the code
 */
export async function fetchActivation(api: Pick<DeviceApi, 'typed'>, code: Bytes): Promise<string> {
  const key = await subtle.importKey('raw', code, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const lookup = await hmacSha256(key, labels.lookup);
  const sealed = fromBase64Url(await api.typed(toBase64Url(lookup)));
  const opened = sealed === null ? null : await open(await hmacSha256(key, labels.answer), sealed, lookup);
  const text = opened === null ? null : textOf(opened);
  if (text === null) {
    throw new AppError('server_not_genuine');
  }
  return text;
}

async function open(key: Bytes, sealed: Bytes, lookup: Bytes): Promise<Bytes | null> {
  const parameters = { name: 'AES-GCM', iv: sealed.slice(0, IV_LENGTH), additionalData: lookup };
  try {
    const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    return new Uint8Array(await subtle.decrypt(parameters, aes, sealed.slice(IV_LENGTH)));
  } catch {
    return null;
  }
}

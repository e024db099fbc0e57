import { utf8 } from '../core/bytes.ts';
import type { AnsweredRequest } from '../core/device-messages.ts';
import { AppError } from '../core/errors.ts';
import { type PushRequest, readPushRequest } from '../core/push-request.ts';
import { es256Verifies, sha256 } from '../platform/webcrypto.ts';
import type { ServerToken } from './token.ts';

const CLOCK_SKEW_SECONDS = 120;

/** A push request whose signature, server and token are verified, with what its answer must repeat. */
export interface GenuineRequest extends PushRequest {
  readonly answered: AnsweredRequest;
}

/**
 * Verifies a push request against the token's own push key.
 * @throws AppError `request_not_genuine`, or `request_expired` where even a wrong clock cannot explain its end
 */
export async function genuineRequest(
  compact: string,
  token: Pick<ServerToken, 'serial' | 'server' | 'pushKey'>,
  now: number,
): Promise<GenuineRequest> {
  const read = readPushRequest(compact);
  if (read === null || read.request.serial !== token.serial || read.request.issuer !== token.server) {
    throw new AppError('request_not_genuine');
  }
  if (!(await es256Verifies(token.pushKey, read.jws.signed, read.jws.signature))) {
    throw new AppError('request_not_genuine', 'signature');
  }
  const { request } = read;
  if (now >= request.expiresAt + CLOCK_SKEW_SECONDS) {
    throw new AppError('request_expired');
  }
  return { ...request, answered: { id: request.id, nonce: request.nonce, hash: await sha256(utf8(compact)) } };
}

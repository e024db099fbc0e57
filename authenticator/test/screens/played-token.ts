import { createHmac } from 'node:crypto';

/** A token as the played server knows it. */
export interface PlayedToken {
  readonly serial: string;
  readonly devicePoint: Buffer;
  readonly seed: Buffer;
  readonly policy: string;
  /** The code of its enrollment. */
  readonly code: string;
  readonly password: string | null;
  state: 'CLAIMED' | 'ACTIVE';
  name: string;
  pushEnabled: boolean;
  lastFactor: number;
  /** Wrong PINs since the last right one. */
  pinTries: number;
}

/** A refusal with its code. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly left: number | undefined;

  constructor(status: number, code: string, left?: number) {
    super(code);
    this.status = status;
    this.code = code;
    this.left = left;
  }
}

/** The response of a challenge-response token to a challenge of digits. */
export function responseOf(token: PlayedToken, challenge: string): string {
  const suite = token.policy.split('SUITE=')[1] ?? '';
  const hex = suite.includes(':QN') ? BigInt(challenge).toString(16) : Buffer.from(challenge).toString('hex');
  const question = Buffer.from(hex.padEnd(256, '0'), 'hex');
  const algorithm = suite.split('-')[2]?.toLowerCase() ?? '';
  const value = createHmac(algorithm, token.seed).update(`${suite}\0`).update(question).digest();
  return decimal(value, Number(suite.split(/[-:]/u)[4]));
}

const TRIES = 5;

/** Looks at the proof of a PIN check; the fifth wrong one locks the token. */
export function checkPin(token: PlayedToken, claims: Record<string, unknown>): void {
  const lp = (text: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const proof = createHmac('sha256', token.seed)
    .update('countersign/pin-check/v1')
    .update(lp(token.serial))
    .update(lp(String(claims['jti'])))
    .digest('base64url');
  if (token.pinTries >= TRIES) {
    throw new Problem(403, 'token_locked');
  }
  token.pinTries = claims['proof'] === proof ? 0 : token.pinTries + 1;
  if (token.pinTries === TRIES) {
    throw new Problem(403, 'token_locked');
  }
  if (token.pinTries > 0) {
    throw new Problem(403, 'pin_wrong', TRIES - token.pinTries);
  }
}

/** Accepts a passcode once: a factor at or below the last one is refused. */
export function spend(token: PlayedToken, passcode: string): void {
  if (token.policy.startsWith('OCRA')) {
    if (responseOf(token, token.code) !== passcode) {
      throw new Problem(403, 'passcode_refused');
    }
    return;
  }
  const timed = token.policy.startsWith('TOTP');
  const now = timed ? Math.floor(Date.now() / 30_000) : token.lastFactor + 1;
  const factors = timed ? [now - 1, now, now + 1] : [now, now + 1, now + 2, now + 3];
  const algorithm = token.policy.includes('SHA1') ? 'sha1' : 'sha256';
  const factor = factors.find((candidate) => {
    const moving = Buffer.alloc(8);
    moving.writeBigUInt64BE(BigInt(candidate));
    const value = createHmac(algorithm, token.seed).update(moving).digest();
    return decimal(value, Number(token.policy.split('-')[2]?.charAt(0))) === passcode;
  });
  if (factor === undefined || factor <= token.lastFactor) {
    throw new Problem(403, 'passcode_refused');
  }
  token.lastFactor = factor;
}

function decimal(value: Buffer, length: number): string {
  const number = value.readUInt32BE((value.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 10 ** length).padStart(length, '0');
}

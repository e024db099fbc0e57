import { type Bytes, toBase64Url, utf8 } from '../core/bytes.ts';
import type { DeviceMessage, Envelope } from '../core/device-messages.ts';
import { AppError } from '../core/errors.ts';
import { compactJws, jwsSigningInput } from '../core/jws.ts';
import { activationChallenge, ocraMessage, ocraResponse, parseSuite, type OcraSuite } from '../core/ocra.ts';
import { movingFactor, passcodeOf, secondsLeftOf, stepAt, stepForAnswer } from '../core/passcode.ts';
import { type Policy, parsePolicy } from '../core/policy-string.ts';
import type { SeedRecord, StretchPin } from '../core/seed-record.ts';
import type { Clock } from '../platform/clock.ts';
import type { WithLock } from '../platform/locks.ts';
import { es256Sign, randomBytes, subtle } from '../platform/webcrypto.ts';
import type { ClaimedToken } from './key-agreement.ts';
import { TokenRecords, ofServer } from './token-records.ts';
import { generateSealingKey, openSeed, sealSeed } from './sealing.ts';
import { SEALING_KEY, TokenPins } from './token-pins.ts';
import type { ThirdPartyOffer } from './third-party.ts';
import { type ServerToken, type ThirdPartyToken, type Token, guardsItself } from './token.ts';

/** What a time-based token shows now. */
export type TimedPasscode =
  | { readonly kind: 'passcode'; readonly passcode: string; readonly step: number; readonly secondsLeft: number }
  | { readonly kind: 'spent'; readonly secondsLeft: number };

export type AnswerPasscode =
  { readonly kind: 'passcode'; readonly passcode: string } | { readonly kind: 'wait'; readonly seconds: number };

/** What a person or the server may change about a server's token. */
export type TokenChange = Partial<
  Pick<ServerToken, 'name' | 'lockedByPin' | 'pushEnabled' | 'pushEndpoint' | 'inactive' | 'state'>
>;

/** The tokens of this device. The only door to seeds and device keys. */
export class Vault {
  /** Seeds behind a token PIN. */
  readonly pins: TokenPins;
  readonly #records: TokenRecords;
  readonly #clock: Clock;
  readonly #withLock: WithLock;

  /** @param stretch how PINs are stretched; where there is nobody to type one, none is */
  constructor(database: IDBDatabase, clock: Clock, withLock: WithLock, stretch: StretchPin = nobodyTypes) {
    this.#records = new TokenRecords(database, withLock);
    this.#clock = clock;
    this.#withLock = withLock;
    this.pins = new TokenPins(this.#records, clock, stretch);
  }

  /** Public facts of all tokens, the oldest first. */
  tokens(): Promise<Token[]> {
    return this.#records.tokens();
  }

  /**
   * Stores a token that `finish` made; its first passcode is still to be sent.
   * @param pin the token PIN, for tokens that have one
   */
  async add(
    claimed: ClaimedToken,
    facts: Pick<
      ServerToken,
      'name' | 'organisation' | 'account' | 'server' | 'pushEnabled' | 'pushEndpoint' | 'asksPassword' | 'code'
    >,
    pin: string | null,
  ): Promise<ServerToken> {
    const { serial, policy, level, pushKey } = claimed.signed;
    const seed = await this.#sealed(claimed, pin);
    const token: ServerToken = {
      origin: 'server',
      serial,
      state: 'claimed',
      ...facts,
      policy,
      level,
      pushKey,
      counter: 0,
      spentStep: null,
      inactive: false,
      addedAt: this.#clock.now(),
    };
    await this.#records.store(token, { serial, seed, signingKey: claimed.signingKey });
    return token;
  }

  /** Stores a token of another provider, sealed as every other. */
  async keep(offer: ThirdPartyOffer, name: string): Promise<ThirdPartyToken> {
    const serial = `other-${toBase64Url(randomBytes(16))}`;
    const seed = await offer.seal(await this.#sealingKey(), serial);
    const { issuer, account, policy, counter } = offer;
    const passcodes = { policy, counter, spentStep: null };
    const token = { origin: 'third-party', serial, name, issuer, account, ...passcodes } as const;
    const added: ThirdPartyToken = { ...token, addedAt: this.#clock.now() };
    await this.#records.store(added, { serial, seed, signingKey: null });
    return added;
  }

  /** Changes a server's token. */
  async change(serial: string, change: TokenChange): Promise<ServerToken> {
    return ofServer(await this.#records.update(serial, (token) => ({ ...ofServer(token), ...change })));
  }

  /** Renames a token on this device, whoever it is from. */
  async rename(serial: string, name: string): Promise<Token> {
    return this.#records.update(serial, (token) => ({ ...token, name }));
  }

  /** The credential that opens the app; null where it is not locked. It lies with the seeds: who erases it erases them. */
  lockId(): Promise<Bytes | null> {
    return this.#records.lockId();
  }

  keepLockId(id: Bytes | null): Promise<void> {
    return this.#records.keepLockId(id);
  }

  /** Gives up the lock of the app, and in the same moment every token that nothing else guards. Returns those. */
  removeLock(): Promise<Token[]> {
    this.pins.closeAll();
    return this.#records.removeAll((token) => !guardsItself(token), true);
  }

  /** Forgets all such tokens with their seeds and keys, and returns them. */
  removeAll(isGone: (token: Token) => boolean): Promise<Token[]> {
    this.pins.closeAll();
    return this.#records.removeAll(isGone, false);
  }

  /** Forgets a token with its seed and its key. */
  remove(serial: string): Promise<void> {
    this.pins.close(serial);
    return this.#records.remove(serial);
  }

  /** The passcode of the current time step, unless an answer of this app used it up. */
  async timedPasscode(serial: string): Promise<TimedPasscode> {
    const token = await this.#records.token(serial);
    const policy = parsePolicy(token.policy);
    const seconds = this.#clock.now();
    const stepSeconds = stepSecondsOf(policy);
    const step = stepAt(seconds, stepSeconds);
    if (token.spentStep !== null && token.spentStep >= step) {
      return { kind: 'spent', secondsLeft: secondsLeftOf(token.spentStep, seconds, stepSeconds) };
    }
    const passcode = await this.#compute(serial, policy, step);
    return { kind: 'passcode', passcode, step, secondsLeft: secondsLeftOf(step, seconds, stepSeconds) };
  }

  /** The next passcode of an event-based token. Its counter is advanced on the disk before. */
  async nextPasscode(serial: string): Promise<string> {
    const before = await this.#advance(serial);
    return this.#compute(serial, parsePolicy(before.policy), before.counter);
  }

  /** The response of a challenge-response token; its suite has read the challenge. */
  async response(serial: string, challenge: string): Promise<string> {
    const policy = parsePolicy((await this.#records.token(serial)).policy);
    const suite = suiteOf(policy);
    const time = suite.stepSeconds === null ? {} : { timeStep: stepAt(this.#clock.now(), suite.stepSeconds) };
    return ocraResponse(suite, await this.#hmac(serial, policy, ocraMessage(suite, { question: challenge, ...time })));
  }

  /** A passcode for a push answer, marked as spent on the disk before it is given out. */
  async passcodeForAnswer(serial: string): Promise<AnswerPasscode> {
    return this.#withLock(`token/${serial}`, async () => {
      const token = await this.#records.token(serial);
      const policy = parsePolicy(token.policy);
      if (policy.mode !== 'TOTP') {
        return { kind: 'passcode', passcode: await this.nextPasscode(serial) };
      }
      const choice = stepForAnswer(this.#clock.now(), stepSecondsOf(policy), token.spentStep);
      if (choice.kind === 'wait') {
        return choice;
      }
      await this.#records.update(serial, (stored) => ({
        ...stored,
        spentStep: Math.max(choice.step, stored.spentStep ?? choice.step),
      }));
      return { kind: 'passcode', passcode: await this.#compute(serial, policy, choice.step) };
    });
  }

  /** The passcode that proves an enrollment: of the step before the current one, of counter 0, or the response to its code. */
  async activationPasscode(serial: string): Promise<string> {
    const token = await this.#records.token(serial);
    const policy = parsePolicy(token.policy);
    if (policy.mode === 'TOTP') {
      return this.#compute(serial, policy, stepAt(this.#clock.now(), stepSecondsOf(policy)) - 1);
    }
    if (policy.mode === 'OCRA') {
      return this.response(serial, activationChallenge(suiteOf(policy), codeOfEnrollment(token)));
    }
    await this.#records.update(serial, (stored) => ({ ...stored, counter: Math.max(1, stored.counter) }));
    return this.#compute(serial, policy, 0);
  }

  /** A message signed by the token's device key, for the server that it belongs to. */
  async sign(serial: string, message: (envelope: Envelope) => DeviceMessage | Promise<DeviceMessage>): Promise<string> {
    const [token, { signingKey }] = await Promise.all([this.#records.token(serial), this.#records.secrets(serial)]);
    if (signingKey === null) {
      throw new AppError('token_missing', 'no server');
    }
    const now = Math.floor(this.#clock.now());
    const envelope = { serial, audience: ofServer(token).server, now, id: randomBytes(16) };
    const { type, claims } = await message(envelope);
    const input = jwsSigningInput(type, claims);
    return compactJws(input, await es256Sign(signingKey, utf8(input)));
  }

  async #compute(serial: string, policy: Policy, factor: number): Promise<string> {
    return passcodeOf(await this.#hmac(serial, policy, movingFactor(factor)), policy.alphabet, policy.length);
  }

  async #hmac(serial: string, policy: Policy, message: Bytes): Promise<Bytes> {
    return new Uint8Array(await subtle.sign('HMAC', await this.#seed(serial, policy), message));
  }

  async #seed(serial: string, { pin, algorithm }: Policy): Promise<CryptoKey> {
    if (pin.kind === 'TOKEN') {
      return this.pins.seedOf(serial);
    }
    const [secrets, sealingKey] = await Promise.all([this.#records.secrets(serial), this.#sealingKey()]);
    return openSeed(sealingKey, secrets.seed, serial, pin.kind, algorithm);
  }

  async #sealed({ signed, policy, seed }: ClaimedToken, pin: string | null): Promise<SeedRecord> {
    if (policy.pin.kind !== 'TOKEN') {
      return sealSeed(await this.#sealingKey(), seed, signed.serial, policy.pin.kind);
    }
    if (pin === null) {
      throw new AppError('pin_required');
    }
    return this.pins.seal(seed, signed.serial, policy.algorithm, pin);
  }

  async #advance(serial: string): Promise<Token> {
    const after = await this.#records.update(serial, (token) => ({ ...token, counter: token.counter + 1 }));
    return { ...after, counter: after.counter - 1 };
  }

  #sealingKey(): Promise<CryptoKey> {
    return this.#records.key(SEALING_KEY, generateSealingKey);
  }
}

const nobodyTypes: StretchPin = () => Promise.reject(new AppError('pin_required'));

function stepSecondsOf(policy: Policy): number {
  if (policy.stepSeconds === null) {
    throw new AppError('policy_unsupported', 'step');
  }
  return policy.stepSeconds;
}

function suiteOf(policy: Policy): OcraSuite {
  const suite = policy.suite === null ? null : parseSuite(policy.suite);
  if (suite === null) {
    throw new AppError('policy_unsupported', 'suite');
  }
  return suite;
}

function codeOfEnrollment(token: Token): string {
  if (token.origin !== 'server' || token.code === undefined) {
    throw new AppError('token_missing');
  }
  return token.code;
}

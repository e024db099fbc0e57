import { toBase64Url, utf8 } from '../core/bytes.ts';
import type { DeviceMessage, Envelope } from '../core/device-messages.ts';
import { AppError } from '../core/errors.ts';
import { compactJws, jwsSigningInput } from '../core/jws.ts';
import { movingFactor, passcodeOf, secondsLeftOf, stepAt, stepForAnswer } from '../core/passcode.ts';
import { type Policy, parsePolicy } from '../core/policy-string.ts';
import type { Clock } from '../platform/clock.ts';
import type { WithLock } from '../platform/locks.ts';
import { es256Sign, randomBytes, subtle } from '../platform/webcrypto.ts';
import { answerOf, transact } from './database.ts';
import type { ClaimedToken } from './key-agreement.ts';
import { generateSealingKey, openSeed, sealSeed } from './sealing.ts';
import type { ThirdPartyOffer } from './third-party.ts';
import type { ServerToken, ThirdPartyToken, Token, TokenSecrets } from './token.ts';

const SEALING_KEY = 'seal';

/** What a time-based token shows now. */
export type TimedPasscode =
  | { readonly kind: 'passcode'; readonly passcode: string; readonly step: number; readonly secondsLeft: number }
  | { readonly kind: 'spent'; readonly secondsLeft: number };

export type AnswerPasscode =
  { readonly kind: 'passcode'; readonly passcode: string } | { readonly kind: 'wait'; readonly seconds: number };

/** What a person or the server may change about a server's token. */
export type TokenChange = Partial<Pick<ServerToken, 'name' | 'pushEnabled' | 'inactive' | 'state'>>;

/** The tokens of this device. The only door to seeds and device keys. */
export class Vault {
  readonly #database: IDBDatabase;
  readonly #clock: Clock;
  readonly #withLock: WithLock;

  constructor(database: IDBDatabase, clock: Clock, withLock: WithLock) {
    this.#database = database;
    this.#clock = clock;
    this.#withLock = withLock;
  }

  /** Public facts of all tokens, the oldest first. */
  async tokens(): Promise<Token[]> {
    const tokens = await transact(this.#database, ['tokens'], 'readonly', (transaction) =>
      answerOf(transaction.objectStore('tokens').getAll() as IDBRequest<Token[]>),
    );
    return tokens.sort((one, other) => one.addedAt - other.addedAt);
  }

  /** Stores a token that `finish` made; its first passcode is still to be sent. */
  async add(
    claimed: ClaimedToken,
    facts: Pick<ServerToken, 'name' | 'organisation' | 'account' | 'server' | 'pushEnabled' | 'asksPassword'>,
  ): Promise<ServerToken> {
    const { serial, policy, level, pushKey } = claimed.signed;
    const seed = await sealSeed(await this.#sealingKey(), claimed.seed, serial, claimed.policy.pin.kind);
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
    await this.#store(token, { serial, seed, signingKey: claimed.signingKey });
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
    await this.#store(added, { serial, seed, signingKey: null });
    return added;
  }

  /** Changes a server's token. */
  async change(serial: string, change: TokenChange): Promise<ServerToken> {
    return ofServer(await this.#update(serial, (token) => ({ ...ofServer(token), ...change })));
  }

  /** Renames a token on this device, whoever it is from. */
  async rename(serial: string, name: string): Promise<Token> {
    return this.#update(serial, (token) => ({ ...token, name }));
  }

  /** Forgets a token with its seed and its key. */
  async remove(serial: string): Promise<void> {
    await transact(this.#database, ['tokens', 'secrets'], 'readwrite', async (transaction) => {
      await answerOf(transaction.objectStore('secrets').delete(serial));
      await answerOf(transaction.objectStore('tokens').delete(serial));
    });
  }

  /** The passcode of the current time step, unless an answer of this app used it up. */
  async timedPasscode(serial: string): Promise<TimedPasscode> {
    const token = await this.#token(serial);
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

  /** A passcode for a push answer, marked as spent on the disk before it is given out. */
  async passcodeForAnswer(serial: string): Promise<AnswerPasscode> {
    return this.#withLock(`token/${serial}`, async () => {
      const token = await this.#token(serial);
      const policy = parsePolicy(token.policy);
      if (policy.mode !== 'TOTP') {
        return { kind: 'passcode', passcode: await this.nextPasscode(serial) };
      }
      const choice = stepForAnswer(this.#clock.now(), stepSecondsOf(policy), token.spentStep);
      if (choice.kind === 'wait') {
        return choice;
      }
      await this.#update(serial, (stored) => ({
        ...stored,
        spentStep: Math.max(choice.step, stored.spentStep ?? choice.step),
      }));
      return { kind: 'passcode', passcode: await this.#compute(serial, policy, choice.step) };
    });
  }

  /** The passcode that proves an enrollment: of the step before the current one, or of counter 0. */
  async activationPasscode(serial: string): Promise<string> {
    const token = await this.#token(serial);
    const policy = parsePolicy(token.policy);
    if (policy.mode === 'TOTP') {
      return this.#compute(serial, policy, stepAt(this.#clock.now(), stepSecondsOf(policy)) - 1);
    }
    await this.#update(serial, (stored) => ({ ...stored, counter: Math.max(1, stored.counter) }));
    return this.#compute(serial, policy, 0);
  }

  /** A message signed by the token's device key, for the server that it belongs to. */
  async sign(serial: string, message: (envelope: Envelope) => DeviceMessage): Promise<string> {
    const [token, { signingKey }] = await Promise.all([this.#token(serial), this.#secrets(serial)]);
    const now = Math.floor(this.#clock.now());
    const { type, claims } = message({ serial, audience: ofServer(token).server, now, id: randomBytes(16) });
    const input = jwsSigningInput(type, claims);
    return compactJws(input, await es256Sign(present(signingKey ?? undefined), utf8(input)));
  }

  async #compute(serial: string, policy: Policy, factor: number): Promise<string> {
    const [secrets, sealingKey] = await Promise.all([this.#secrets(serial), this.#sealingKey()]);
    const seed = await openSeed(sealingKey, secrets.seed, serial, policy.pin.kind, policy.algorithm);
    const hmac = new Uint8Array(await subtle.sign('HMAC', seed, movingFactor(factor)));
    return passcodeOf(hmac, policy.alphabet, policy.length);
  }

  async #store(token: Token, secrets: TokenSecrets): Promise<void> {
    await transact(this.#database, ['tokens', 'secrets'], 'readwrite', async (transaction) => {
      await answerOf(transaction.objectStore('secrets').put(secrets));
      await answerOf(transaction.objectStore('tokens').put(token));
    });
  }

  async #advance(serial: string): Promise<Token> {
    const after = await this.#update(serial, (token) => ({ ...token, counter: token.counter + 1 }));
    return { ...after, counter: after.counter - 1 };
  }

  /** One transaction reads and writes, so two tabs never get the same counter. */
  async #update(serial: string, change: (token: Token) => Token): Promise<Token> {
    return transact(this.#database, ['tokens'], 'readwrite', async (transaction) => {
      const store = transaction.objectStore('tokens');
      const changed = change(present(await answerOf(store.get(serial) as IDBRequest<Token | undefined>)));
      await answerOf(store.put(changed));
      return changed;
    });
  }

  async #token(serial: string): Promise<Token> {
    return transact(this.#database, ['tokens'], 'readonly', async (transaction) =>
      present(await answerOf(transaction.objectStore('tokens').get(serial) as IDBRequest<Token | undefined>)),
    );
  }

  async #secrets(serial: string): Promise<TokenSecrets> {
    return transact(this.#database, ['secrets'], 'readonly', async (transaction) =>
      present(await answerOf(transaction.objectStore('secrets').get(serial) as IDBRequest<TokenSecrets | undefined>)),
    );
  }

  async #sealingKey(): Promise<CryptoKey> {
    const read = (): Promise<CryptoKey | undefined> =>
      transact(this.#database, ['keys'], 'readonly', (transaction) =>
        answerOf(transaction.objectStore('keys').get(SEALING_KEY) as IDBRequest<CryptoKey | undefined>),
      );
    return (
      (await read()) ??
      this.#withLock('sealing-key', async () => {
        const existing = await read();
        if (existing !== undefined) {
          return existing;
        }
        const made = await generateSealingKey();
        await transact(this.#database, ['keys'], 'readwrite', (transaction) =>
          answerOf(transaction.objectStore('keys').add(made, SEALING_KEY)),
        );
        return made;
      })
    );
  }
}

function present<T>(found: T | undefined): T {
  if (found === undefined) {
    throw new AppError('token_missing');
  }
  return found;
}

function ofServer(token: Token): ServerToken {
  if (token.origin !== 'server') {
    throw new AppError('token_missing', 'no server');
  }
  return token;
}

function stepSecondsOf(policy: Policy): number {
  if (policy.stepSeconds === null) {
    throw new AppError('policy_unsupported', 'step');
  }
  return policy.stepSeconds;
}

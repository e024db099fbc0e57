import { IDBFactory } from 'fake-indexeddb';
import { Requests } from '../src/approve/requests.ts';
import type { DeviceMessage, Envelope } from '../src/core/device-messages.ts';
import { AppError, type ErrorCode } from '../src/core/errors.ts';
import { Records, openRecords } from '../src/records/records.ts';
import type { CheckAnswer, DeviceApi } from '../src/server/device-api.ts';
import type { ServerToken } from '../src/vault/token.ts';
import type { Vault } from '../src/vault/vault.ts';
import { fromHex, knownAnswers } from './known-answers.ts';

const known = knownAnswers<{
  origin: string;
  serial: string;
  now: number;
  pushKeyPublic_hex: string;
  requests: { jws: string; id: string; exp: number }[];
  badRequests: { jws: string }[];
}>('push-messages');

/** The only token, and requests for it: a genuine one, and such as are not. */
export const requestJws = known.requests[0]?.jws ?? '';
export const { id: requestId, exp: requestEnd } = known.requests[0] as { id: string; exp: number };
export const badRequests = known.badRequests.map(({ jws }) => jws);
export const token = {
  serial: known.serial,
  server: known.origin,
  pushKey: fromHex(known.pushKeyPublic_hex),
  state: 'active',
  inactive: false,
  pushEnabled: true,
  pushEndpoint: 'https://push.example/1',
} as ServerToken;

/** The requests of one tab, with a server and a vault that do as the test says. */
export class RequestScene {
  now = known.now;
  /** What went out as answers. */
  readonly sent: string[] = [];
  /** How many passcodes were taken from the vault. */
  passcodes = 0;
  signed = 0;
  refusals: (ErrorCode | null)[] = [];
  readonly changes: unknown[] = [];
  readonly unreached: string[] = [];
  answer: CheckAnswer = this.checked([]);
  /** What happens while a check is on its way. */
  meanwhile: () => Promise<void> = () => Promise.resolve();
  /** Clock callbacks that wait, with their moments. */
  timers: { readonly at: number; readonly act: () => void }[] = [];
  readonly records: Records;
  readonly requests: Requests;

  private constructor(records: (clock: RequestScene['clock']) => Records) {
    this.records = records(this.clock);
    this.requests = this.tab();
  }

  static async begin(): Promise<RequestScene> {
    const database = await openRecords(new IDBFactory());
    return new RequestScene((clock) => new Records(database, clock));
  }

  readonly clock = {
    now: (): number => this.now,
    after: (milliseconds: number, act: () => void): (() => void) => {
      const timer = { at: this.now + milliseconds / 1000, act };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
  };

  /** The requests as another tab or the worker has them: the records are shared, what is in memory is not. */
  tab(): Requests {
    const vault: Pick<Vault, 'sign' | 'change' | 'passcodeForAnswer'> = {
      sign: async (serial: string, message: (envelope: Envelope) => DeviceMessage | Promise<DeviceMessage>) => {
        await message({ serial, audience: known.origin, now: this.now, id: new Uint8Array(16) });
        return `jws ${String(++this.signed)}`;
      },
      change: (serial, change) => {
        this.changes.push([serial, change]);
        return Promise.resolve({ ...token, ...change });
      },
      passcodeForAnswer: () => Promise.resolve({ kind: 'passcode', passcode: String(123455 + ++this.passcodes) }),
    };
    const api: Pick<DeviceApi, 'check' | 'answer' | 'receipt'> = {
      check: async () => {
        const { answer } = this;
        await this.meanwhile();
        return answer;
      },
      answer: (jws) => {
        this.sent.push(jws);
        const refusal = this.refusals.length > 1 ? this.refusals.shift() : this.refusals[0];
        return refusal ? Promise.reject(new AppError(refusal)) : Promise.resolve('APPROVED');
      },
      receipt: () => Promise.resolve(),
    };
    return new Requests({
      records: this.records,
      vault: vault as Vault,
      api: api as DeviceApi,
      clock: this.clock,
      tokens: () => [token],
      onChanged: () => undefined,
      onUnreached: (tokens) => {
        this.unreached.push(...tokens.map(({ serial }) => serial));
      },
    });
  }

  /** Lets the clock go on, and calls back whoever waited for it. */
  pass(to: number): void {
    this.now = to;
    const due = this.timers.filter(({ at }) => at <= to);
    this.timers = this.timers.filter(({ at }) => at > to);
    due.forEach(({ act }) => {
      act();
    });
  }

  /** What a check says when these requests are open, and this one ended. */
  checked(open: readonly string[], state?: string, webPush = true): CheckAnswer {
    const ended = state === undefined ? [] : [{ request: requestId, state }];
    const line = { kind: 'state', serial: token.serial, state: 'ACTIVE', pushEnabled: true } as const;
    return { serverTime: this.now, tokens: [{ ...line, webPush, requests: open, ended }] };
  }

  /** What the stream says. */
  async hears(event: 'request' | 'ended' | 'revoked', fields: object = {}, by = this.requests): Promise<void> {
    await by.takeEvent(event, JSON.stringify({ serial: token.serial, ...fields }));
  }

  open(of = this.requests): string[] {
    return of.waiting.value.requests.map(({ id }) => id);
  }

  /** How the request ended, as a screen sees it. */
  end(of = this.requests): unknown {
    const ended = of.waiting.value.endings.get(requestId);
    return ended === undefined ? null : `${ended.end} ${ended.here ? 'here' : 'elsewhere'}`;
  }

  /** The same as the token's history keeps it. */
  async kept(): Promise<unknown[]> {
    const history = await this.records.requestsOf(token.serial);
    return history.map(({ id, end, here }) => [id, end, here]);
  }
}

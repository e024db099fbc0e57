import {
  type DeviceMessage,
  type Envelope,
  answerMessage,
  checkMessage,
  receiptMessage,
} from '../core/device-messages.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { type JsonObject, asText, parseObject } from '../core/json.ts';
import { Store } from '../core/store.ts';
import type { CheckAnswer } from '../server/device-api.ts';
import { type GenuineRequest, genuineRequest } from '../vault/genuine-request.ts';
import type { ServerToken } from '../vault/token.ts';
import { recordConnection, recordFailure, recordRefused } from './recording.ts';
import { type Answered, type Ending, type GivenPin, NO_PIN, type RequestNeeds, type Waiting } from './waiting.ts';

const ENDINGS: readonly Ending[] = ['EXPIRED', 'SUPERSEDED', 'APPROVED', 'DENIED', 'REPORTED'];
const CHECKS_AT_ONCE = 50;

/** The push requests that wait for an answer on this device. */
export class Requests {
  readonly waiting = new Store<Waiting>({
    requests: [],
    endings: new Map(),
    connection: 'unknown',
    clockOffset: 0,
    failure: null,
  });
  readonly #needs: RequestNeeds;
  /** Answers that were signed but perhaps not received: the very same goes out again. */
  readonly #signed = new Map<string, { readonly decision: string; readonly jws: string }>();
  readonly #opened = new Set<string>();
  #lastRefused = '';

  constructor(needs: RequestNeeds) {
    this.#needs = needs;
  }

  /** Signed checks for all tokens that can have requests. */
  async checks(): Promise<string[]> {
    const tokens = this.#needs.tokens().filter(({ state }) => state === 'active');
    return Promise.all(
      tokens.slice(0, CHECKS_AT_ONCE).map(({ serial }) => this.#needs.vault.sign(serial, checkMessage)),
    );
  }

  /** Asks the server for open requests now. */
  async check(): Promise<void> {
    const checks = await this.checks();
    if (checks.length === 0) {
      return;
    }
    try {
      const answer = await this.#needs.api.check(checks);
      recordConnection(this.#needs.records, this.waiting.value.failure, null);
      this.#change({ clockOffset: answer.serverTime - this.#needs.clock.now(), failure: null });
      await this.#takeCheck(answer);
    } catch (thrown) {
      recordConnection(this.#needs.records, this.waiting.value.failure, codeOf(thrown));
      this.#change({ failure: codeOf(thrown) });
      throw thrown;
    }
  }

  /** One event of the live stream. */
  async takeEvent(event: string, data: string): Promise<void> {
    const fields = parseObject(data);
    const serial = asText(fields?.['serial']);
    if (fields === null || serial === null) {
      return;
    }
    if (event === 'request') {
      await this.#take(serial, asText(fields['request'], 16_384) ?? '');
    } else if (event === 'ended') {
      this.#end(fields);
    } else if (event === 'revoked') {
      await this.#markInactive(serial, true);
    }
  }

  setConnection(connection: Waiting['connection']): void {
    this.#change({ connection });
  }

  /** Drops requests whose time is up by the server's clock. */
  expire(): void {
    const { requests, clockOffset, endings } = this.waiting.value;
    const serverNow = this.#needs.clock.now() + clockOffset;
    const over = requests.filter(({ expiresAt }) => expiresAt <= serverNow);
    if (over.length > 0) {
      const ended = new Map(endings);
      over.forEach((request) => {
        ended.set(request.id, 'EXPIRED');
        this.#needs.records.ended(request, 'EXPIRED', false);
      });
      this.#change({ requests: requests.filter((request) => !over.includes(request)), endings: ended });
    }
  }

  /** Tells the server that a person sees the request; once. A failure is no concern of the person. */
  async opened(request: GenuineRequest): Promise<void> {
    if (this.#opened.has(request.id)) {
      return;
    }
    this.#opened.add(request.id);
    const sign = (envelope: Envelope): DeviceMessage => receiptMessage(envelope, request.id, 'opened');
    try {
      await this.#needs.api.receipt(await this.#needs.vault.sign(request.serial, sign));
    } catch {
      this.#opened.delete(request.id);
    }
  }

  /**
   * Approves with the number as typed. The passcode is spent on the disk before it goes out. The passcode of this moment may have been typed somewhere a second ago, which the app cannot know: when the
   * server refuses it, the next one goes out, once.
   * @param pin what the person gave beside: a token PIN has opened the token before
   */
  async approve(request: GenuineRequest, number: string | null, pin: GivenPin = NO_PIN): Promise<Answered> {
    try {
      return await this.#approveOnce(request, number, pin);
    } catch (thrown) {
      if (codeOf(thrown) !== 'passcode_refused') {
        throw thrown;
      }
      return this.#approveOnce(request, number, pin);
    }
  }

  async #approveOnce(request: GenuineRequest, number: string | null, pin: GivenPin): Promise<Answered> {
    const before = this.#signed.get(request.id);
    if (before?.decision === `approve ${number ?? ''}`) {
      return this.#send(request, before.jws, pin.server);
    }
    const { vault } = this.#needs;
    const passcode = await vault.passcodeForAnswer(request.serial);
    this.#needs.onChanged();
    if (passcode.kind === 'wait') {
      return passcode;
    }
    const decision = { kind: 'approve', number, passcode: passcode.passcode, verified: pin.verified } as const;
    const jws = await vault.sign(request.serial, (envelope) => answerMessage(envelope, request.answered, decision));
    this.#signed.set(request.id, { decision: `approve ${number ?? ''}`, jws });
    return this.#send(request, jws, pin.server);
  }

  async deny(request: GenuineRequest, reason: 'cancelled' | 'not_me'): Promise<Answered> {
    const jws = await this.#needs.vault.sign(request.serial, (envelope) =>
      answerMessage(envelope, request.answered, { kind: 'deny', reason }),
    );
    return this.#send(request, jws, null);
  }

  async #send(request: GenuineRequest, jws: string, serverPin: string | null): Promise<Answered> {
    try {
      const state = await this.#needs.api.answer(jws, serverPin);
      this.#needs.records.ended(request, state, true);
      this.#drop(request.id);
      return { kind: 'state', state };
    } catch (thrown) {
      const code = codeOf(thrown);
      recordFailure(this.#needs.records, request, code);
      // A lost reply may be asked for again with the same bytes; after a refusal the next try signs anew.
      if (code !== 'offline') {
        this.#signed.delete(request.id);
      }
      if (
        ['request_unknown', 'request_expired', 'request_superseded', 'request_answered', 'number_wrong'].includes(code)
      ) {
        this.#drop(request.id);
      }
      throw thrown;
    }
  }

  async #takeCheck(answer: CheckAnswer): Promise<void> {
    const open = new Set<string>();
    const unreached: ServerToken[] = [];
    for (const line of answer.tokens) {
      if (line.kind === 'error') {
        if (line.code === 'token_inactive' || line.code === 'signature_invalid') {
          await this.#markInactive(line.serial, true);
        }
        continue;
      }
      await this.#markInactive(line.serial, line.state !== 'ACTIVE');
      const token = this.#needs.tokens().find(({ serial }) => serial === line.serial);
      if (token?.pushEndpoint && token.pushEnabled && !line.webPush) {
        unreached.push(token);
      }
      for (const request of line.requests) {
        const taken = await this.#take(line.serial, request);
        if (taken !== null) {
          open.add(taken);
        }
      }
    }
    const checked = new Set(answer.tokens.map(({ serial }) => serial));
    const { requests } = this.waiting.value;
    this.#change({ requests: requests.filter(({ id, serial }) => open.has(id) || !checked.has(serial)) });
    if (unreached.length > 0) {
      this.#needs.onUnreached(unreached);
    }
  }

  /** The id of the request, if it is genuine and still open. */
  async #take(serial: string, compact: string): Promise<string | null> {
    const token = this.#needs.tokens().find((known) => known.serial === serial);
    if (token === undefined) {
      return null;
    }
    try {
      const request = await genuineRequest(compact, token, this.#needs.clock.now() + this.waiting.value.clockOffset);
      const { requests } = this.waiting.value;
      if (!requests.some(({ id }) => id === request.id)) {
        const all = [request, ...requests].sort((one, other) => other.issuedAt - one.issuedAt);
        this.#needs.records.arrived(request, 'app');
        this.#change({ requests: all });
        this.expire();
      }
      return request.id;
    } catch (thrown) {
      if (thrown instanceof AppError) {
        this.#lastRefused = recordRefused(this.#needs.records, serial, thrown.code, compact, this.#lastRefused);
        return null;
      }
      throw thrown;
    }
  }

  #end(fields: JsonObject): void {
    const id = asText(fields['request'], 64);
    const state = ENDINGS.find((ending) => ending === fields['state']);
    if (id === null || state === undefined) {
      return;
    }
    const { endings, requests } = this.waiting.value;
    const ended = requests.find((request) => request.id === id);
    if (ended !== undefined) {
      this.#needs.records.ended(ended, state, false);
      this.#change({
        requests: requests.filter((request) => request.id !== id),
        endings: new Map(endings).set(id, state),
      });
    }
  }

  async #markInactive(serial: string, inactive: boolean): Promise<void> {
    const token = this.#needs.tokens().find((known) => known.serial === serial);
    if (token !== undefined && token.inactive !== inactive) {
      await this.#needs.vault.change(serial, { inactive });
      this.#needs.records.log({ kind: inactive ? 'token-inactive' : 'token-active', serial });
      this.#needs.onChanged();
    }
  }

  #drop(id: string): void {
    const { requests } = this.waiting.value;
    this.#change({ requests: requests.filter((request) => request.id !== id) });
  }

  #change(change: Partial<Waiting>): void {
    this.waiting.set({ ...this.waiting.value, ...change });
  }
}

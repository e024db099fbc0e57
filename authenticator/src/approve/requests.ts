import { type DeviceMessage, type Envelope, checkMessage, receiptMessage } from '../core/device-messages.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { asText, parseObject } from '../core/json.ts';
import { ENDS_TOLD, type Ended, type RequestEnd, endBy } from '../core/request-history.ts';
import { Store } from '../core/store.ts';
import type { CheckAnswer } from '../server/device-api.ts';
import { type GenuineRequest, genuineRequest } from '../vault/genuine-request.ts';
import type { ServerToken } from '../vault/token.ts';
import { Answers } from './answers.ts';
import { recordConnection, recordRefused } from './recording.ts';
import { type Answered, type GivenPin, NO_PIN, type RequestNeeds, type Waiting } from './waiting.ts';

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
  readonly #answers: Answers;
  readonly #opened = new Set<string>();
  #lastRefused = '';
  #stopTimer: () => void = () => undefined;

  constructor(needs: RequestNeeds) {
    this.#needs = needs;
    this.#answers = new Answers(needs, {
      over: (id, ended) => {
        this.#drop(id, ended);
      },
      endOf: async (id) => {
        await this.check().catch(() => undefined);
        return this.waiting.value.endings.get(id) ?? null;
      },
    });
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
    const before = new Set(this.waiting.value.requests.map(({ id }) => id));
    try {
      const answer = await this.#needs.api.check(checks);
      recordConnection(this.#needs.records, this.waiting.value.failure, null);
      this.#change({ clockOffset: answer.serverTime - this.#needs.clock.now(), failure: null });
      await this.#takeCheck(answer, before);
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
      await this.#end(serial, asText(fields['request'], 64), asText(fields['state']));
    } else if (event === 'revoked') {
      await this.#markInactive(serial, true);
    }
  }

  setConnection(connection: Waiting['connection']): void {
    this.#change({ connection });
  }

  /** Drops requests whose time is up by the server's clock. It happens by itself; a screen may know it a moment before. */
  expire(): void {
    const { requests, endings } = this.waiting.value;
    const serverNow = this.#serverNow();
    const over = requests.filter(({ expiresAt }) => expiresAt <= serverNow);
    if (over.length > 0) {
      const ended = new Map(endings);
      over.forEach((request) => {
        ended.set(request.id, { end: 'EXPIRED', here: false });
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

  /** Approves with the number as typed; `pin` is what the person gave beside. */
  approve(request: GenuineRequest, number: string | null, pin: GivenPin = NO_PIN): Promise<Answered> {
    return this.#answers.approve(request, number, pin);
  }

  deny(request: GenuineRequest, reason: 'cancelled' | 'not_me'): Promise<Answered> {
    return this.#answers.deny(request, reason);
  }

  /** @param before the requests that were known when the check went out: it says nothing of those that came since */
  async #takeCheck(answer: CheckAnswer, before: ReadonlySet<string>): Promise<void> {
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
      for (const { request, state } of line.ended) {
        await this.#end(line.serial, request, state);
      }
    }
    this.expire();
    const checked = new Set(answer.tokens.map(({ serial }) => serial));
    const { requests } = this.waiting.value;
    this.#change({
      requests: requests.filter(({ id, serial }) => open.has(id) || !before.has(id) || !checked.has(serial)),
    });
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
      const request = await genuineRequest(compact, token, this.#serverNow());
      const { requests, endings } = this.waiting.value;
      const end = endings.get(request.id)?.end;
      // What this device's clock ended may be open by the server's; an end that was told is later news than a check.
      if (end !== undefined && end !== 'EXPIRED') {
        return null;
      }
      if (!requests.some(({ id }) => id === request.id)) {
        const all = [request, ...requests].sort((one, other) => other.issuedAt - one.issuedAt);
        this.#needs.records.arrived(request, 'app');
        this.#change({ requests: all, endings: without(endings, request.id) });
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

  /** A request ended, as the server says. What is known to be this device's doing is no news. */
  async #end(serial: string, id: string | null, state: string | null): Promise<void> {
    const end = ENDS_TOLD.find((known) => known === state);
    if (id === null || end === undefined || this.#knows(id, end)) {
      return;
    }
    const ended = endBy(await this.#needs.records.sent({ serial, id }), end);
    if (!this.#knows(id, end)) {
      this.#needs.records.ended({ serial, id }, ended.end, ended.here);
      this.#drop(id, ended);
    }
  }

  #knows(id: string, end: RequestEnd): boolean {
    const known = this.waiting.value.endings.get(id);
    return known !== undefined && (known.here || known.end === end);
  }

  async #markInactive(serial: string, inactive: boolean): Promise<void> {
    const token = this.#needs.tokens().find((known) => known.serial === serial);
    if (token !== undefined && token.inactive !== inactive) {
      await this.#needs.vault.change(serial, { inactive });
      this.#needs.records.log({ kind: inactive ? 'token-inactive' : 'token-active', serial });
      this.#needs.onChanged();
    }
  }

  #drop(id: string, ended: Ended | null): void {
    const { requests, endings } = this.waiting.value;
    this.#change({
      requests: requests.filter((request) => request.id !== id),
      endings: ended === null ? endings : new Map(endings).set(id, ended),
    });
  }

  #serverNow(): number {
    return this.#needs.clock.now() + this.waiting.value.clockOffset;
  }

  #change(change: Partial<Waiting>): void {
    this.waiting.set({ ...this.waiting.value, ...change });
    this.#stopTimer();
    const { requests } = this.waiting.value;
    if (requests.length > 0) {
      const next = Math.min(...requests.map(({ expiresAt }) => expiresAt)) - this.#serverNow();
      this.#stopTimer = this.#needs.clock.after(Math.max(0, next) * 1000 + 50, () => {
        this.expire();
      });
    }
  }
}

function without(endings: ReadonlyMap<string, Ended>, id: string): ReadonlyMap<string, Ended> {
  const others = new Map(endings);
  others.delete(id);
  return others;
}

import { type Decision, answerMessage } from '../core/device-messages.ts';
import { AppError, type ErrorCode, codeOf } from '../core/errors.ts';
import type { Ended, RequestAnswer } from '../core/request-history.ts';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import { recordFailure } from './recording.ts';
import { type Answered, type GivenPin, NO_PIN, type RequestNeeds } from './waiting.ts';

/** After these nobody knows whether the server took the answer, or it spent nothing: the very same bytes go out again. */
const SAME_AGAIN: readonly ErrorCode[] = [
  'offline',
  'unavailable',
  'unexpected',
  'too_many_requests',
  'pin_wrong',
  'pin_required',
];
/** The server looked at the answer and left the request open. */
const NOT_TAKEN: readonly ErrorCode[] = ['pin_wrong', 'pin_required', 'passcode_refused', 'token_locked'];
const OVER: readonly ErrorCode[] = [
  'request_unknown',
  'request_expired',
  'request_superseded',
  'request_answered',
  'number_wrong',
];

interface Signed {
  readonly decision: string;
  readonly answer: RequestAnswer;
  readonly jws: string;
}

/** What the list of waiting requests does for its answers. */
export interface AnswerHooks {
  /** The request takes no answer any more. */
  readonly over: (id: string, ended: Ended | null) => void;
  /** Asks the server how a request ended. */
  readonly endOf: (id: string) => Promise<Ended | null>;
}

/** Signs this device's answers to push requests and sends them, each as one answer however often it goes out. */
export class Answers {
  readonly #needs: RequestNeeds;
  readonly #hooks: AnswerHooks;
  /** Answers that were signed but perhaps not received. */
  readonly #signed = new Map<string, Signed>();

  constructor(needs: RequestNeeds, hooks: AnswerHooks) {
    this.#needs = needs;
    this.#hooks = hooks;
  }

  /**
   * Approves with the number as typed. The passcode is spent on the disk before it goes out. The passcode of this moment may
   * have been typed somewhere a second ago, which the app cannot know: when the server refuses it, the next one goes out,
   * once.
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

  async deny(request: GenuineRequest, reason: 'cancelled' | 'not_me'): Promise<Answered> {
    const signed =
      this.#before(request, `deny ${reason}`) ??
      (await this.#sign(request, `deny ${reason}`, reason === 'not_me' ? 'REPORTED' : 'DENIED', {
        kind: 'deny',
        reason,
      }));
    return this.#send(request, signed, null);
  }

  async #approveOnce(request: GenuineRequest, number: string | null, pin: GivenPin): Promise<Answered> {
    const words = `approve ${number ?? ''}`;
    const before = this.#before(request, words);
    if (before !== null) {
      return this.#send(request, before, pin.server);
    }
    const passcode = await this.#needs.vault.passcodeForAnswer(request.serial);
    this.#needs.onChanged();
    if (passcode.kind === 'wait') {
      return passcode;
    }
    const decision = { kind: 'approve', number, passcode: passcode.passcode, verified: pin.verified } as const;
    return this.#send(request, await this.#sign(request, words, 'APPROVED', decision), pin.server);
  }

  #before(request: GenuineRequest, decision: string): Signed | null {
    const before = this.#signed.get(request.id);
    return before?.decision === decision ? before : null;
  }

  async #sign(request: GenuineRequest, words: string, answer: RequestAnswer, decision: Decision): Promise<Signed> {
    const jws = await this.#needs.vault.sign(request.serial, (envelope) =>
      answerMessage(envelope, request.answered, decision),
    );
    const signed = { decision: words, answer, jws };
    this.#signed.set(request.id, signed);
    return signed;
  }

  async #send(request: GenuineRequest, { answer, jws }: Signed, serverPin: string | null): Promise<Answered> {
    const { api, records } = this.#needs;
    const earlier = await records.sent(request);
    await records.sending(request, answer);
    try {
      const state = await api.answer(jws, serverPin);
      records.ended(request, state, true);
      this.#signed.delete(request.id);
      this.#hooks.over(request.id, { end: state, here: true });
      return { kind: 'state', state };
    } catch (thrown) {
      const code = codeOf(thrown);
      if (!SAME_AGAIN.includes(code)) {
        this.#signed.delete(request.id);
      }
      if (code === 'request_answered') {
        // This one was not taken; one that went out before, and whose reply was lost, may have been.
        await records.sending(request, earlier);
        return await this.#answeredBefore(request, thrown);
      }
      if (NOT_TAKEN.includes(code)) {
        await records.sending(request, null);
      }
      this.#failed(request, code);
      throw thrown;
    }
  }

  /** The end that an earlier answer from here made; otherwise the refusal stands. */
  async #answeredBefore(request: GenuineRequest, refusal: unknown): Promise<Answered> {
    const ended = await this.#hooks.endOf(request.id);
    if (ended?.here === true && (ended.end === 'APPROVED' || ended.end === 'DENIED' || ended.end === 'REPORTED')) {
      this.#hooks.over(request.id, null);
      return { kind: 'state', state: ended.end };
    }
    if (ended?.here === true && ended.end === 'NUMBER_WRONG') {
      this.#hooks.over(request.id, null);
      throw new AppError('number_wrong');
    }
    this.#failed(request, 'request_answered');
    throw refusal;
  }

  #failed(request: GenuineRequest, code: ErrorCode): void {
    recordFailure(this.#needs.records, request, code);
    if (OVER.includes(code)) {
      this.#hooks.over(request.id, null);
    }
  }
}

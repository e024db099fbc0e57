import { type Bytes, fromBase64Url } from '../core/bytes.ts';
import { AppError, type ErrorCode, SERVER_CODES } from '../core/errors.ts';
import { type JsonObject, asArray, asObject, asSeconds, asText, parseObject } from '../core/json.ts';

const TIMEOUT_MILLISECONDS = 15_000;
/** Somebody looks at the screen and waits: after this the passcode is shown with the word that nobody has verified its PIN. */
const PIN_CHECK_MILLISECONDS = 4_000;

/** One token's line in the answer of `check`. */
export type TokenCheck =
  | {
      readonly kind: 'state';
      readonly serial: string;
      readonly state: string;
      readonly pushEnabled: boolean;
      /** Whether the server can reach this device while the app is closed. */
      readonly webPush: boolean;
      readonly requests: readonly string[];
      /** Requests of the last minutes that need no answer any more, and how they ended. */
      readonly ended: readonly { readonly request: string; readonly state: string }[];
    }
  | { readonly kind: 'error'; readonly serial: string; readonly code: ErrorCode };

export interface CheckAnswer {
  readonly serverTime: number;
  readonly tokens: readonly TokenCheck[];
}

/** The calls of docs/formats/device-api.md, typed. Every failure is an AppError with its code. */
export interface DeviceApi {
  begin(body: { readonly begin: string; readonly proof: string }): Promise<string>;
  /** Asks by what follows from a typed code; returns the activation string sealed for whoever knows the code. */
  typed(lookup: string): Promise<string>;
  finish(body: {
    readonly finish: string;
    readonly mac: string;
    readonly signature: string;
  }): Promise<{ readonly serial: string; readonly policy: string; readonly mac: string }>;
  activate(
    activation: string,
    proofs: { readonly password: string | null; readonly pin: string | null },
  ): Promise<void>;
  check(checks: readonly string[]): Promise<CheckAnswer>;
  stream(checks: readonly string[], signal: AbortSignal): Promise<ReadableStream<Bytes>>;
  /** @param pin the server PIN, for tokens that have one */
  answer(answer: string, pin: string | null): Promise<'APPROVED' | 'DENIED' | 'REPORTED'>;
  /** Returns when the PIN was right; throws `pin_wrong` with the tries left, or `token_locked`. */
  checkPin(check: string): Promise<void>;
  changePin(change: string, current: string, next: string): Promise<void>;
  receipt(receipt: string): Promise<void>;
  /** What holds now: Autosend, and whether the server can reach this device while the app is closed. */
  settings(settings: string): Promise<{ readonly pushEnabled: boolean; readonly webPush: boolean }>;
  vapidKey(): Promise<Bytes>;
}

/** The device API of the origin that the app came from. */
export function deviceApi(
  send: typeof fetch = (input, init) => fetch(input, init),
  endAfter: (milliseconds: number) => AbortSignal = (milliseconds) => AbortSignal.timeout(milliseconds),
): DeviceApi {
  const call = (path: string, body: JsonObject | null, milliseconds = TIMEOUT_MILLISECONDS): Promise<JsonObject> =>
    callOnce(send, path, body, endAfter(milliseconds));
  return {
    begin: async (body) => required(asText((await call('enroll/begin', { ...body }))['offer'], 16_384)),
    typed: async (lookup) => required(asText((await call('enroll/typed', { lookup }))['sealed'], 1024)),
    finish: async (body) => {
      const answer = await call('enroll/finish', { ...body });
      return {
        serial: required(asText(answer['serial'], 64)),
        policy: required(asText(answer['policy'], 16_384)),
        mac: required(asText(answer['mac'])),
      };
    },
    activate: async (activation, { password, pin }) => {
      const answer = await call('enroll/activate', {
        activation,
        ...(password === null ? {} : { password }),
        ...(pin === null ? {} : { pin }),
      });
      required(answer['state'] === 'ACTIVE' ? true : null);
    },
    check: async (checks) => {
      const answer = await call('check', { checks });
      return {
        serverTime: required(asSeconds(answer['serverTime'])),
        tokens: required(asArray(answer['tokens'])).map((line) => tokenCheck(required(asObject(line)))),
      };
    },
    stream: async (checks, signal) => {
      const response = await request(send, 'stream', { checks }, signal);
      return required(response.body as ReadableStream<Bytes> | null);
    },
    answer: async (answer, pin) => {
      const { state } = await call('answer', pin === null ? { answer } : { answer, pin });
      return required(state === 'APPROVED' || state === 'DENIED' || state === 'REPORTED' ? state : null);
    },
    checkPin: async (check) => {
      required((await call('pin/check', { check }, PIN_CHECK_MILLISECONDS))['pin'] === 'right' ? true : null);
    },
    changePin: async (change, current, next) => {
      required((await call('pin/change', { change, current, new: next }))['pin'] === 'changed' ? true : null);
    },
    receipt: async (receipt) => {
      await call('receipt', { receipt });
    },
    settings: async (settings) => {
      const answer = await call('settings', { settings });
      return { pushEnabled: answer['pushEnabled'] === true, webPush: answer['webPush'] === true };
    },
    vapidKey: async () => required(fromBase64Url(required(asText((await call('config', null))['vapidKey'])))),
  };
}

function tokenCheck(line: JsonObject): TokenCheck {
  const serial = required(asText(line['serial'], 64));
  const code = asText(line['code']);
  if (code !== null) {
    return { kind: 'error', serial, code: errorCode(code) };
  }
  return {
    kind: 'state',
    serial,
    state: required(asText(line['state'], 32)),
    pushEnabled: line['pushEnabled'] === true,
    webPush: line['webPush'] === true,
    requests: required(asArray(line['requests'])).map((request) => required(asText(request, 16_384))),
    ended: required(asArray(line['ended'])).map((ended) => {
      const { request = null, state = null } = required(asObject(ended));
      return { request: required(asText(request, 64)), state: required(asText(state, 32)) };
    }),
  };
}

async function callOnce(
  send: typeof fetch,
  path: string,
  body: JsonObject | null,
  signal: AbortSignal,
): Promise<JsonObject> {
  const response = await request(send, path, body, signal);
  return required(parseObject(await textOf(response)));
}

async function request(
  send: typeof fetch,
  path: string,
  body: JsonObject | null,
  signal: AbortSignal,
): Promise<Response> {
  const response = await send(`/device/v1/${path}`, {
    method: body === null ? 'GET' : 'POST',
    ...(body === null ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal,
  }).catch(() => {
    throw new AppError('offline');
  });
  if (response.ok) {
    return response;
  }
  const problem = parseObject(await textOf(response));
  const code = errorCode(asText(problem?.['code']));
  throw new AppError(
    code === 'unexpected' && response.status >= 500 ? 'unavailable' : code,
    '',
    asSeconds(problem?.['serverTime']),
    asSeconds(problem?.['left']),
  );
}

async function textOf(response: Response): Promise<string> {
  return response.text().catch(() => {
    throw new AppError('offline');
  });
}

function errorCode(code: string | null): ErrorCode {
  return SERVER_CODES.find((known) => known === code) ?? 'unexpected';
}

/** An answer that is not as its page says is nobody's fault but the server's. */
function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw new AppError('unexpected', 'answer');
  }
  return value;
}

import { IDBFactory } from 'fake-indexeddb';
import { AppError, type ErrorCode } from '../src/core/errors.ts';
import { Enrollment } from '../src/enroll/enrollment.ts';
import { Pins } from '../src/pin/pins.ts';
import { openRecords, Records } from '../src/records/records.ts';
import type { DeviceApi } from '../src/server/device-api.ts';
import { openDatabase } from '../src/vault/database.ts';
import type { ServerToken } from '../src/vault/token.ts';
import { Vault } from '../src/vault/vault.ts';
import { cheaply } from './pin-token.ts';
import { PlayedEnrollment } from './screens/played-enrollment.ts';
import { type PlayedToken, Problem, checkPin, spend } from './screens/played-token.ts';
import { openJws, serverKey } from './screens/signing.ts';

const ORIGIN = 'https://app.example.org';
const clock = { now: () => Math.floor(Date.now() / 1000), after: () => () => undefined };

/** A token that a real enrollment put into a browser's storage, and the server that knows it. */
export interface Enrolled {
  /** All databases of the browser. */
  readonly factory: IDBFactory;
  readonly token: ServerToken;
  readonly played: PlayedToken;
  readonly api: DeviceApi;
}

/** Enrolls a token, from the activation string to the first passcode, with the app's own code on the one side. */
export async function enrolled(pin: string): Promise<Enrolled> {
  const factory = new IDBFactory();
  const tokens = new Map<string, PlayedToken>();
  const server = new PlayedEnrollment(tokens, serverKey().point, () => ORIGIN);
  const api = playedApi(server, tokens);
  const { vault, records } = await opened(factory);
  const canLock = (): Promise<boolean> => Promise.resolve(true);
  const device = { platform: 'web', deviceType: 'phone', os: 'Android', app: 'test' } as const;
  const enrollment = new Enrollment({ vault, api, clock, records, origin: ORIGIN, device, canLock });
  const policy = 'TOTP-SHA256-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2';
  await enrollment.begin(await enrollment.read(server.activation({ policy })));
  const token = await enrollment.activate(await enrollment.claim('Acme', pin, true, null), { password: null, pin });
  records.log({ kind: 'enrolled', serial: token.serial });
  return { factory, token, played: [...tokens.values()][0] as PlayedToken, api };
}

/** The app as it starts over what the browser has stored. */
export async function opened(factory: IDBFactory): Promise<{ vault: Vault; records: Records }> {
  const vault = new Vault(await openDatabase(factory), clock, (_name, act) => act(), cheaply);
  return { vault, records: new Records(await openRecords(factory), clock) };
}

/** The PINs of an app that was started over the browser's storage. */
export async function pinsOver({ factory, api }: Enrolled, otherApi: Partial<DeviceApi> = {}): Promise<Pins> {
  const { vault, records } = await opened(factory);
  return new Pins({ vault, api: { ...api, ...otherApi }, records, onChanged: () => undefined });
}

function playedApi(server: PlayedEnrollment, tokens: ReadonlyMap<string, PlayedToken>): DeviceApi {
  const claimsOf = (jws: string, typ: string): [PlayedToken, Record<string, unknown>] => {
    const [token] = [...tokens.values()];
    const claims = token === undefined ? null : openJws(jws, typ, token.devicePoint);
    if (token === undefined || claims === null) {
      throw new AppError('signature_invalid');
    }
    return [token, claims];
  };
  return {
    begin: (body) => asked(() => (server.begin({ ...body }) as { offer: string }).offer),
    finish: (body) => asked(() => server.finish({ ...body }) as { serial: string; policy: string; mac: string }),
    activate: (activation) =>
      asked(() => {
        const [token, claims] = claimsOf(activation, 'countersign-activate+jwt');
        spend(token, String(claims['passcode']));
      }),
    checkPin: (check) =>
      asked(() => {
        checkPin(...claimsOf(check, 'countersign-pin-check+jwt'));
      }),
  } as Partial<DeviceApi> as DeviceApi;
}

function asked<T>(answer: () => T): Promise<T> {
  try {
    return Promise.resolve(answer());
  } catch (thrown) {
    const known = thrown instanceof Problem ? thrown : null;
    return Promise.reject(
      known ? new AppError(known.code as ErrorCode, '', null, known.left ?? null) : (thrown as Error),
    );
  }
}

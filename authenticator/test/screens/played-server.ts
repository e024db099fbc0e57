import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { PlayedEnrollment } from './played-enrollment.ts';
import { type PlayedToken, Problem, checkPin, spend } from './played-token.ts';
import { type ServerKey, hash, openJws, peek, serverKey, signJws } from './signing.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

interface PlayedRequest {
  readonly id: string;
  readonly serial: string;
  readonly jws: string;
  readonly number: string | null;
  state: string;
}

/** The server's side of docs/formats, played from the text of its pages: enough to lead the app through every screen. */
export class PlayedServer {
  readonly receipts: { readonly request: string; readonly event: string }[] = [];
  readonly settings: Record<string, unknown>[] = [];
  readonly answers: Record<string, unknown>[] = [];
  /** Which calls of the device API came, in their order. */
  readonly calls: string[] = [];
  readonly tokens = new Map<string, PlayedToken>();
  /** PIN checks that arrived, each of them a try. */
  pinChecks = 0;
  /** A code with which every call fails now. */
  failWith: { readonly status: number; readonly code: string } | null = null;
  /** The page has not heard yet whether the app shows the same number. */
  awaitsWord = false;
  /** The push service has told the server that all subscriptions have ended. */
  subscriptionsEnded = false;
  /** Whether the server calls the push service of the app's browser. */
  callsPushService = true;
  /** How often the app was released since the server was started. */
  releases = 0;
  readonly #pushKey: ServerKey = serverKey();
  readonly #vapid: ServerKey = serverKey();
  readonly #enrollment = new PlayedEnrollment(this.tokens, this.#pushKey.point, () => this.origin);
  readonly #requests: PlayedRequest[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #files: string;
  readonly #policy: string;
  readonly #server: Server;

  constructor(files: string, policyFile: string) {
    this.#files = files;
    this.#policy = readFileSync(policyFile, 'utf8').trim();
    this.#server = createServer((request, response) => {
      void this.#handle(request, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.origin;
  }

  get origin(): string {
    return `http://localhost:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#streams.forEach((stream) => stream.destroy());
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A new activation string. */
  activation(wanted: Parameters<PlayedEnrollment['activation']>[0] = {}): string {
    return this.#enrollment.activation(wanted);
  }

  /** The short form of the newest activation string. */
  typedCode(): string {
    return this.#enrollment.typedCode();
  }

  /** The comparison code that the page with the link would show. */
  comparisonCode(): string {
    return this.#enrollment.comparisonCode();
  }

  /** Somebody signs in: a request for a token goes out. */
  push(serial: string, wanted: { number?: string; context?: object; lives?: number; uv?: boolean } = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const id = randomUUID();
    const payload = {
      iss: this.origin,
      aud: serial,
      jti: id,
      iat: now,
      exp: now + (wanted.lives ?? 60),
      nonce: randomBytes(16).toString('base64url'),
      ctx: {
        application: 'Acme Wiki',
        organisation: 'Acme Corporation',
        account: 'alice.miller',
        ip: '198.51.100.7',
        place: { own: false, country: 'DE', city: 'Munich' },
        browser: 'Firefox',
        os: 'Windows',
        protocol: 'oidc',
        ...wanted.context,
      },
      need: { number: wanted.number?.length ?? 0, uv: wanted.uv ?? false },
    };
    const jws = signJws(this.#pushKey, { typ: 'countersign-push+jwt', kid: 'push-1' }, payload);
    this.#requests.push({ id, serial, jws, number: wanted.number ?? null, state: 'PENDING' });
    this.#broadcast('request', { serial, request: jws });
    return id;
  }

  /** How a request stands. */
  stateOf(id: string): string {
    return this.#requests.find((request) => request.id === id)?.state ?? 'unknown';
  }

  requestJws(id: string): string {
    return this.#requests.find((request) => request.id === id)?.jws ?? '';
  }

  /** A request ends without this device. */
  end(id: string, state: string): void {
    const request = this.#requests.find((known) => known.id === id);
    if (request) {
      request.state = state;
      this.#broadcast('ended', { serial: request.serial, request: id, state });
    }
  }

  /** The state of a request changes unseen, as when the news is lost. */
  endSilently(id: string, state: string): void {
    const request = this.#requests.find((known) => known.id === id);
    if (request) {
      request.state = state;
    }
  }

  #broadcast(event: string, data: object): void {
    this.#streams.forEach((stream) => stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (!path.startsWith('/device/v1/')) {
      this.#file(path, response);
      return;
    }
    response.setHeader('Cache-Control', 'no-store');
    this.calls.push(path.slice('/device/v1/'.length));
    try {
      if (this.failWith !== null) {
        throw new Problem(this.failWith.status, this.failWith.code);
      }
      let text = '';
      for await (const piece of request) {
        text += String(piece);
      }
      this.#call(
        path.slice('/device/v1/'.length),
        text === '' ? {} : (JSON.parse(text) as Record<string, never>),
        response,
      );
    } catch (thrown) {
      const problem = thrown instanceof Problem ? thrown : new Problem(503, 'unavailable');
      if (!(thrown instanceof Problem)) {
        console.error(thrown);
      }
      response.writeHead(problem.status, { 'Content-Type': 'application/problem+json' });
      response.end(
        JSON.stringify({ type: 'about:blank', status: problem.status, code: problem.code, left: problem.left }),
      );
    }
  }

  #file(path: string, response: ServerResponse): void {
    const file = join(this.#files, path === '/' || path === '/enroll' ? 'index.html' : path);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': this.#policy,
      'X-Content-Type-Options': 'nosniff',
    });
    if (path === '/sw.js' && this.releases > 0) {
      response.end(`${readFileSync(file, 'utf8')}\n// release ${String(this.releases)}\n`);
    } else {
      createReadStream(file).pipe(response);
    }
  }

  #call(call: string, body: Record<string, never>, response: ServerResponse): void {
    const reply = (answer: object): void => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    };
    const serverTime = Math.floor(Date.now() / 1000);
    switch (call) {
      case 'config':
        reply({ vapidKey: this.#vapid.point.toString('base64url'), serverTime, version: '0.1.0' });
        break;
      case 'enroll/typed':
        reply(this.#enrollment.typed(body));
        break;
      case 'enroll/begin':
        reply(this.#enrollment.begin(body));
        break;
      case 'enroll/finish':
        reply(this.#enrollment.finish(body));
        break;
      case 'enroll/activate':
        if (this.awaitsWord) {
          throw new Problem(409, 'confirmation_awaited');
        }
        reply(this.#activate(body));
        break;
      case 'check':
        reply({ serverTime, tokens: (body['checks'] as unknown as string[]).map((check) => this.#check(check)) });
        break;
      case 'stream':
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write(': open\n\n');
        this.#streams.add(response);
        response.on('close', () => this.#streams.delete(response));
        break;
      case 'answer':
        reply(this.#answer(body['answer'] ?? ''));
        break;
      case 'receipt': {
        const { claims } = this.#open(body['receipt'] ?? '', 'countersign-receipt+jwt');
        this.receipts.push({ request: String(claims['req']), event: String(claims['event']) });
        reply({});
        break;
      }
      case 'pin/check': {
        const { claims, token } = this.#open(body['check'] ?? '', 'countersign-pin-check+jwt');
        this.pinChecks++;
        checkPin(token, claims);
        reply({ pin: 'right' });
        break;
      }
      case 'settings': {
        const { claims, token } = this.#open(body['settings'] ?? '', 'countersign-settings+jwt');
        this.settings.push(claims);
        token.pushEnabled = claims['pushEnabled'] === true;
        token.name = String(claims['name']);
        reply({ pushEnabled: token.pushEnabled, webPush: claims['push'] !== null && this.callsPushService });
        break;
      }
      default:
        throw new Problem(404, 'message_malformed');
    }
  }

  #activate(body: Record<string, string>): object {
    const { claims, token } = this.#open(body['activation'] ?? '', 'countersign-activate+jwt');
    if (token.password !== null && token.password !== body['password']) {
      throw new Problem(403, body['password'] === undefined ? 'password_required' : 'password_refused');
    }
    spend(token, String(claims['passcode']));
    token.state = 'ACTIVE';
    return { state: 'ACTIVE', serial: token.serial };
  }

  #check(check: string): object {
    const { token } = this.#open(check, 'countersign-check+jwt');
    const open = this.#requests.filter(({ serial, state }) => serial === token.serial && state === 'PENDING').reverse();
    return {
      serial: token.serial,
      state: token.state,
      pushEnabled: token.pushEnabled,
      webPush: !this.subscriptionsEnded,
      requests: open.map(({ jws }) => jws),
      ended: this.#requests
        .filter(({ serial, state }) => serial === token.serial && state !== 'PENDING')
        .map(({ id, state }) => ({ request: id, state })),
    };
  }

  #answer(jws: string): object {
    const { claims, token } = this.#open(jws, 'countersign-answer+jwt');
    const request = this.#requests.find(({ id }) => id === claims['req']);
    if (request?.serial !== token.serial) {
      throw new Problem(404, 'request_unknown');
    }
    if (request.state !== 'PENDING') {
      const expired = { EXPIRED: 'request_expired', SUPERSEDED: 'request_superseded' }[request.state];
      throw new Problem(expired ? 410 : 409, expired ?? 'request_answered');
    }
    if (claims['rh'] !== hash(request.jws).toString('base64url')) {
      throw new Problem(403, 'signature_invalid');
    }
    this.answers.push(claims);
    if (claims['decision'] === 'approve') {
      if (request.number !== claims['number']) {
        request.state = 'DENIED';
        throw new Problem(403, 'number_wrong');
      }
      spend(token, String(claims['passcode']));
      request.state = 'APPROVED';
    } else {
      request.state = claims['reason'] === 'not_me' ? 'REPORTED' : 'DENIED';
    }
    return { request: request.id, state: request.state };
  }

  #open(jws: string, typ: string): { claims: Record<string, unknown>; token: PlayedToken } {
    const token = this.tokens.get(String(peek(jws)['iss']));
    const claims = token && openJws(jws, typ, token.devicePoint);
    if (!token || !claims || claims['aud'] !== this.origin) {
      throw new Problem(403, 'signature_invalid');
    }
    return { claims, token };
  }
}

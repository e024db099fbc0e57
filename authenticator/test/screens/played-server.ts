import { createECDH, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type ServerKey, hash, hmac, lp, openJws, peek, serverKey, signJws, verifies } from './signing.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

interface Offered {
  readonly id: Buffer;
  readonly ac: Buffer;
  readonly policy: string;
  readonly organisation: string;
  readonly tokenName: string;
  readonly password: string | null;
  begun?: { bytes: Buffer; t: Buffer; seed: Buffer; kc: Buffer; code: string; offer: string };
}

interface PlayedToken {
  readonly serial: string;
  readonly devicePoint: Buffer;
  readonly seed: Buffer;
  readonly policy: string;
  readonly password: string | null;
  state: 'CLAIMED' | 'ACTIVE';
  name: string;
  pushEnabled: boolean;
  lastFactor: number;
}

interface PlayedRequest {
  readonly id: string;
  readonly serial: string;
  readonly jws: string;
  readonly number: string | null;
  state: string;
}

class Problem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** The server's side of docs/formats, played from the text of its pages: enough to lead the app through every screen. */
export class PlayedServer {
  readonly receipts: { readonly request: string; readonly event: string }[] = [];
  readonly settings: Record<string, unknown>[] = [];
  readonly answers: Record<string, unknown>[] = [];
  readonly tokens = new Map<string, PlayedToken>();
  /** A code with which every call fails now. */
  failWith: { readonly status: number; readonly code: string } | null = null;
  readonly #enrollmentKey: ServerKey = serverKey();
  readonly #pushKey: ServerKey = serverKey();
  readonly #vapid: ServerKey = serverKey();
  readonly #offers: Offered[] = [];
  readonly #requests: PlayedRequest[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #files: string;
  readonly #policy: string;
  readonly #server: Server;
  #serials = 4711;

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
  activation(
    wanted: {
      policy?: string;
      organisation?: string;
      tokenName?: string;
      password?: string;
      expiresIn?: number;
    } = {},
  ): string {
    const offer: Offered = {
      id: randomBytes(16),
      ac: randomBytes(16),
      policy: wanted.policy ?? 'TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2',
      organisation: wanted.organisation ?? 'Acme Corporation',
      tokenName: wanted.tokenName ?? 'Acme sign-in',
      password: wanted.password ?? null,
    };
    this.#offers.push(offer);
    const expiry = Buffer.alloc(4);
    expiry.writeUInt32BE(Math.floor(Date.now() / 1000) + (wanted.expiresIn ?? 600));
    const flags = Buffer.of(1, offer.password === null ? 0 : 1);
    const key = hash(this.#enrollmentKey.point).subarray(0, 16);
    const body = Buffer.concat([flags, offer.id, offer.ac, key, expiry]);
    return `A1${Buffer.concat([body, hash(body).subarray(0, 2)]).toString('base64url')}`;
  }

  /** The comparison code that the page with the link would show. */
  comparisonCode(): string {
    return this.#offers.at(-1)?.begun?.code ?? '';
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
        place: 'Munich, Germany',
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
      response.end(JSON.stringify({ type: 'about:blank', status: problem.status, code: problem.code }));
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
    createReadStream(file).pipe(response);
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
      case 'enroll/begin':
        reply(this.#begin(body));
        break;
      case 'enroll/finish':
        reply(this.#finish(body));
        break;
      case 'enroll/activate':
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
      case 'settings': {
        const { claims, token } = this.#open(body['settings'] ?? '', 'countersign-settings+jwt');
        this.settings.push(claims);
        token.pushEnabled = claims['pushEnabled'] === true;
        token.name = String(claims['name']);
        reply({ pushEnabled: token.pushEnabled });
        break;
      }
      default:
        throw new Problem(404, 'message_malformed');
    }
  }

  #begin(body: Record<string, string>): object {
    const bytes = Buffer.from(body['begin'] ?? '', 'base64url');
    const begin = JSON.parse(bytes.toString()) as { enrollment: string; key: string };
    const offered = this.#offers.find(({ id }) => id.toString('base64url') === begin.enrollment);
    if (!offered) {
      throw new Problem(403, 'activation_invalid');
    }
    const proofKey = Buffer.from(hkdfSync('sha256', offered.ac, '', 'countersign/begin/v1', 32));
    if (hmac(proofKey, bytes).toString('base64url') !== body['proof']) {
      throw new Problem(403, 'activation_invalid');
    }
    if (offered.begun?.bytes.equals(bytes)) {
      return { offer: offered.begun.offer };
    }
    if (offered.begun) {
      throw new Problem(409, 'activation_used');
    }
    const ecdh = createECDH('prime256v1');
    const key = ecdh.generateKeys();
    const offer = signJws(
      this.#enrollmentKey,
      { typ: 'countersign-offer+jwt', jwk: this.#enrollmentKey.jwk },
      {
        v: 1,
        enrollment: begin.enrollment,
        nonce: randomBytes(32).toString('base64url'),
        key: key.toString('base64url'),
        policy: offered.policy,
        organisation: offered.organisation,
        account: 'alice.miller',
        tokenName: offered.tokenName,
        secondProof: offered.password === null ? 'none' : 'password',
        exp: Math.floor(Date.now() / 1000) + 600,
      },
    );
    const t = hash(lp('countersign/enroll/v1'), lp(bytes), lp(offer));
    const z = ecdh.computeSecret(Buffer.from(begin.key, 'base64url'));
    const derive = (purpose: string, length: number): Buffer =>
      Buffer.from(
        hkdfSync('sha256', z, offered.ac, Buffer.concat([Buffer.from(`countersign/${purpose}/v1`), t]), length),
      );
    const seed = derive('seed', offered.policy.includes('SHA1') ? 20 : 32);
    const code = String(derive('code', 4).readUInt32BE() % 1_000_000).padStart(6, '0');
    offered.begun = { bytes, t, seed, kc: derive('confirm', 32), code, offer };
    return { offer };
  }

  #finish(body: Record<string, string>): object {
    const bytes = Buffer.from(body['finish'] ?? '', 'base64url');
    const finish = JSON.parse(bytes.toString()) as Record<string, string> & { pushEnabled: boolean };
    const offered = this.#offers.find(({ id }) => id.toString('base64url') === finish['enrollment']);
    const begun = offered?.begun;
    if (!offered || !begun) {
      throw new Problem(403, 'activation_invalid');
    }
    const devicePoint = Buffer.from(finish['deviceKey'] ?? '', 'base64url');
    const signature = Buffer.from(body['signature'] ?? '', 'base64url');
    const signed = Buffer.concat([Buffer.from('countersign/finish/v1'), begun.t, hash(bytes)]);
    const mac = hmac(begun.kc, 'countersign/device/v1', begun.t, hash(bytes)).toString('base64url');
    if (
      finish['begin'] !== hash(begun.bytes).toString('base64url') ||
      mac !== body['mac'] ||
      !verifies(devicePoint, signed, signature)
    ) {
      throw new Problem(403, 'confirmation_failed');
    }
    const serial = `CS0000${String(this.#serials++)}`;
    this.tokens.set(serial, {
      serial,
      devicePoint,
      seed: begun.seed,
      policy: offered.policy,
      password: offered.password,
      state: 'CLAIMED',
      name: finish['name'] ?? '',
      pushEnabled: finish.pushEnabled,
      lastFactor: -1,
    });
    const policy = signJws(
      this.#enrollmentKey,
      { typ: 'countersign-policy+jwt' },
      {
        iss: this.origin,
        sub: serial,
        policy: offered.policy,
        level: 1,
        pushKey: this.#pushKey.point.toString('base64url'),
        iat: Math.floor(Date.now() / 1000),
      },
    );
    const answerMac = hmac(begun.kc, 'countersign/server/v1', begun.t, lp(serial), lp(policy));
    return { serial, policy, mac: answerMac.toString('base64url') };
  }

  #activate(body: Record<string, string>): object {
    const { claims, token } = this.#open(body['activation'] ?? '', 'countersign-activate+jwt');
    if (token.password !== null && token.password !== body['password']) {
      throw new Problem(403, body['password'] === undefined ? 'password_required' : 'password_refused');
    }
    this.#spend(token, String(claims['passcode']));
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
      requests: open.map(({ jws }) => jws),
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
      this.#spend(token, String(claims['passcode']));
      request.state = 'APPROVED';
    } else {
      request.state = claims['reason'] === 'not_me' ? 'REPORTED' : 'DENIED';
    }
    return { request: request.id, state: request.state };
  }

  /** Accepts a passcode once: a factor at or below the last one is refused. */
  #spend(token: PlayedToken, passcode: string): void {
    const timed = token.policy.startsWith('TOTP');
    const now = timed ? Math.floor(Date.now() / 30_000) : token.lastFactor + 1;
    const factors = timed ? [now - 1, now, now + 1] : [now, now + 1, now + 2, now + 3];
    const algorithm = token.policy.includes('SHA1') ? 'sha1' : 'sha256';
    const factor = factors.find((candidate) => {
      const moving = Buffer.alloc(8);
      moving.writeBigUInt64BE(BigInt(candidate));
      const value = createHmac(algorithm, token.seed).update(moving).digest();
      const number = value.readUInt32BE((value.at(-1) ?? 0) & 15) & 0x7fffffff;
      const length = Number(token.policy.split('-')[2]?.charAt(0));
      return String(number % 10 ** length).padStart(length, '0') === passcode;
    });
    if (factor === undefined || factor <= token.lastFactor) {
      throw new Problem(403, 'passcode_refused');
    }
    token.lastFactor = factor;
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

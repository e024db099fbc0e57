import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { type PlayedToken, Problem } from './played-token.ts';
import { hash, hmac, lp, serverKey, signJws, type ServerKey, verifies } from './signing.ts';

interface Offered {
  readonly id: Buffer;
  readonly ac: Buffer;
  readonly policy: string;
  readonly organisation: string;
  readonly tokenName: string;
  readonly password: string | null;
  text: string;
  begun?: { bytes: Buffer; t: Buffer; seed: Buffer; kc: Buffer; code: string; offer: string };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function typedBytes(offered: Offered): Buffer {
  return hmac(offered.ac, 'countersign/typed-code/v1').subarray(0, 10);
}

function lookupOf(offered: Offered): Buffer {
  return hmac(typedBytes(offered), 'countersign/typed-code/lookup/v1');
}

/** The enrollment side of the played server. */
export class PlayedEnrollment {
  readonly #key: ServerKey = serverKey();
  readonly #offers: Offered[] = [];
  readonly #tokens: Map<string, PlayedToken>;
  readonly #pushPoint: Buffer;
  readonly #origin: () => string;
  #serials = 4711;

  constructor(tokens: Map<string, PlayedToken>, pushPoint: Buffer, origin: () => string) {
    this.#tokens = tokens;
    this.#pushPoint = pushPoint;
    this.#origin = origin;
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
      text: '',
    };
    this.#offers.push(offer);
    const expiry = Buffer.alloc(4);
    expiry.writeUInt32BE(Math.floor(Date.now() / 1000) + (wanted.expiresIn ?? 600));
    const flags = Buffer.of(1, offer.password === null ? 0 : 1);
    const key = hash(this.#key.point).subarray(0, 16);
    const body = Buffer.concat([flags, offer.id, offer.ac, key, expiry]);
    offer.text = `A1${Buffer.concat([body, hash(body).subarray(0, 2)]).toString('base64url')}`;
    return offer.text;
  }

  /** The sixteen characters that the page shows beside the newest string. */
  typedCode(): string {
    const offer = this.#offers.at(-1);
    const number = offer === undefined ? 0n : BigInt(`0x${typedBytes(offer).toString('hex')}`);
    return Array.from({ length: 16 }, (_, at) => CROCKFORD[Number((number >> BigInt(75 - 5 * at)) & 31n)]).join('');
  }

  typed(body: Record<string, string>): object {
    const offered = this.#offers.find((offer) => lookupOf(offer).toString('base64url') === body['lookup']);
    if (!offered) {
      throw new Problem(403, 'typed_code_unknown');
    }
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', hmac(typedBytes(offered), 'countersign/typed-code/answer/v1'), iv);
    cipher.setAAD(lookupOf(offered));
    const sealed = [iv, cipher.update(offered.text), cipher.final(), cipher.getAuthTag()];
    return { sealed: Buffer.concat(sealed).toString('base64url') };
  }

  /** The comparison code that the page with the link would show. */
  comparisonCode(): string {
    return this.#offers.at(-1)?.begun?.code ?? '';
  }

  begin(body: Record<string, string>): object {
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
      this.#key,
      { typ: 'countersign-offer+jwt', jwk: this.#key.jwk },
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

  finish(body: Record<string, string>): object {
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
    this.#tokens.set(serial, {
      serial,
      devicePoint,
      seed: begun.seed,
      policy: offered.policy,
      code: begun.code,
      password: offered.password,
      state: 'CLAIMED',
      name: finish['name'] ?? '',
      pushEnabled: finish.pushEnabled,
      lastFactor: -1,
      pinTries: 0,
    });
    const policy = signJws(
      this.#key,
      { typ: 'countersign-policy+jwt' },
      {
        iss: this.#origin(),
        sub: serial,
        policy: offered.policy,
        level: 1,
        pushKey: this.#pushPoint.toString('base64url'),
        iat: Math.floor(Date.now() / 1000),
      },
    );
    const answerMac = hmac(begun.kc, 'countersign/server/v1', begun.t, lp(serial), lp(policy));
    return { serial, policy, mac: answerMac.toString('base64url') };
  }
}

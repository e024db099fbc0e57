import { type Bytes, fromBase64Url, toBase64Url, utf8 } from '../core/bytes.ts';
import type { PushSubscriptionKeys } from '../core/device-messages.ts';
import {
  BEGIN_PROOF_INFO,
  type DeviceDescription,
  type Offer,
  type SignedPolicy,
  beginText,
  comparisonCode,
  derivationInfo,
  deviceMacInput,
  finishSignatureInput,
  finishText,
  readOffer,
  readSignedPolicy,
  serverMacInput,
  transcript,
} from '../core/enrollment.ts';
import type { Activation } from '../core/activation-string.ts';
import { AppError } from '../core/errors.ts';
import { type Policy, parsePolicy, requireSupported, seedLengthBytes } from '../core/policy-string.ts';
import {
  HASH_NAMES,
  es256Sign,
  es256Verifies,
  generateAgreementKey,
  generateSigningKey,
  hmacMatches,
  hmacSha256,
  importAgreementPoint,
  sha256,
  subtle,
} from '../platform/webcrypto.ts';

const HMAC_SHA256 = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;

/** The body of `enroll/begin`. */
export interface BeginBody {
  readonly begin: string;
  readonly proof: string;
}

/** The body of `enroll/finish`. */
export interface FinishBody {
  readonly finish: string;
  readonly mac: string;
  readonly signature: string;
}

/** One key pair for one enrollment, from `begin` to the offer. */
export class KeyAgreement {
  readonly body: BeginBody;
  readonly #activation: Activation;
  readonly #begin: string;
  readonly #privateKey: CryptoKey;

  private constructor(activation: Activation, begin: string, proof: Bytes, privateKey: CryptoKey) {
    this.#activation = activation;
    this.#begin = begin;
    this.#privateKey = privateKey;
    this.body = { begin: toBase64Url(utf8(begin)), proof: toBase64Url(proof) };
  }

  /** Makes the key pair and the body of `begin`; sending the same body again gives the same answer. */
  static async start(activation: Activation, device: DeviceDescription): Promise<KeyAgreement> {
    const pair = await generateAgreementKey();
    return KeyAgreement.with(activation, beginText(activation.enrollmentId, pair.point, device), pair.privateKey);
  }

  /** The same for a key and a text that are given: known answers enter here. */
  static async with(activation: Activation, begin: string, privateKey: CryptoKey): Promise<KeyAgreement> {
    const secret = await subtle.importKey('raw', activation.secret, 'HKDF', false, ['deriveKey']);
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: BEGIN_PROOF_INFO };
    const proofKey = await subtle.deriveKey(parameters, secret, HMAC_SHA256, false, ['sign']);
    return new KeyAgreement(activation, begin, await hmacSha256(proofKey, utf8(begin)), privateKey);
  }

  /**
   * Checks the server's offer and derives the keys.
   * @throws AppError `server_not_genuine`, or `policy_unsupported` for tokens that this version cannot keep
   */
  async agree(offerJws: string): Promise<Agreement> {
    const { enrollmentId, enrollmentKeyHash, secret } = this.#activation;
    const read = await readOffer(offerJws, enrollmentId, enrollmentKeyHash, sha256);
    if (read === null || !(await es256Verifies(read.enrollmentKey, read.jws.signed, read.jws.signature))) {
      throw new AppError('server_not_genuine', 'offer');
    }
    const serverKey = await importAgreementPoint(read.offer.serverKey);
    if (serverKey === null) {
      throw new AppError('server_not_genuine', 'point');
    }
    const policy = parsePolicy(read.offer.policy);
    requireSupported(policy);
    // Z goes from one key object to the next and never becomes bytes of this page.
    const z = await subtle.deriveKey({ name: 'ECDH', public: serverKey }, this.#privateKey, 'HKDF', false, [
      'deriveKey',
      'deriveBits',
    ]);
    const t = await sha256(transcript(this.#begin, offerJws));
    const hkdf = (purpose: 'seed' | 'confirm' | 'code'): HkdfParams => ({
      name: 'HKDF',
      hash: 'SHA-256',
      salt: secret,
      info: derivationInfo(purpose, t),
    });
    const hmac = { name: 'HMAC', hash: HASH_NAMES[policy.algorithm], length: seedLengthBytes(policy.algorithm) * 8 };
    const seed = await subtle.deriveKey(hkdf('seed'), z, hmac, true, ['sign']);
    const confirm = await subtle.deriveKey(hkdf('confirm'), z, HMAC_SHA256, false, ['sign']);
    const code = comparisonCode(new Uint8Array(await subtle.deriveBits(hkdf('code'), z, 32)));
    return new Agreement({ enrollmentId, begin: this.#begin, t, read, policy, seed, confirm, code });
  }
}

interface AgreementParts {
  readonly enrollmentId: Bytes;
  readonly begin: string;
  readonly t: Bytes;
  readonly read: { readonly offer: Offer; readonly enrollmentKey: Bytes };
  readonly policy: Policy;
  readonly seed: CryptoKey;
  readonly confirm: CryptoKey;
  readonly code: string;
}

/** A token as `finish` made it: what the vault seals and stores. */
export interface ClaimedToken {
  readonly signed: SignedPolicy;
  readonly policy: Policy;
  /** The seed as a key object that can be wrapped once; the vault forgets it right after. */
  readonly seed: CryptoKey;
  readonly signingKey: CryptoKey;
}

/** What both sides know after `begin`. */
export class Agreement {
  readonly offer: Offer;
  readonly policy: Policy;
  /** Six digits, the same on the page that showed the link. */
  readonly code: string;
  readonly #parts: AgreementParts;
  #signingKey: CryptoKey | null = null;

  constructor(parts: AgreementParts) {
    this.#parts = parts;
    this.offer = parts.read.offer;
    this.policy = parts.policy;
    this.code = parts.code;
  }

  /** Makes the device key and the body of `finish`. */
  async finish(name: string, push: PushSubscriptionKeys | null, pushEnabled: boolean): Promise<FinishBody> {
    const { enrollmentId, begin, t, confirm } = this.#parts;
    const device = await generateSigningKey();
    const beginHash = await sha256(utf8(begin));
    const text = utf8(finishText({ enrollmentId, beginHash, deviceKey: device.point, name, push, pushEnabled }));
    const hash = await sha256(text);
    this.#signingKey = device.privateKey;
    return {
      finish: toBase64Url(text),
      mac: toBase64Url(await hmacSha256(confirm, deviceMacInput(t, hash))),
      signature: toBase64Url(await es256Sign(device.privateKey, finishSignatureInput(t, hash))),
    };
  }

  /**
   * Checks the server's answer to `finish`.
   * @param origin the app's own origin: a token that names another server is refused
   * @throws AppError `server_not_genuine`
   */
  async claimed(
    answer: { readonly serial: string; readonly policy: string; readonly mac: string },
    origin: string,
  ): Promise<ClaimedToken> {
    const { t, confirm, read, policy, seed } = this.#parts;
    const mac = fromBase64Url(answer.mac);
    const parsed = readSignedPolicy(answer.policy);
    const genuine =
      mac !== null &&
      parsed !== null &&
      parsed.signed.issuer === origin &&
      parsed.signed.serial === answer.serial &&
      parsed.signed.policy === read.offer.policy &&
      (await hmacMatches(confirm, serverMacInput(t, answer.serial, answer.policy), mac)) &&
      (await es256Verifies(read.enrollmentKey, parsed.jws.signed, parsed.jws.signature));
    if (!genuine || this.#signingKey === null) {
      throw new AppError('server_not_genuine', 'finish');
    }
    return { signed: parsed.signed, policy, seed, signingKey: this.#signingKey };
  }
}

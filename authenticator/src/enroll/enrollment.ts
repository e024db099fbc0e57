import { type Activation, readActivation } from '../core/activation-string.ts';
import { activateMessage, type PushSubscriptionKeys } from '../core/device-messages.ts';
import type { DeviceDescription } from '../core/enrollment.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { checkMessage } from '../core/device-messages.ts';
import { parsePolicy } from '../core/policy-string.ts';
import type { Clock } from '../platform/clock.ts';
import { sha256 } from '../platform/webcrypto.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import { type Agreement, type FinishBody, KeyAgreement } from '../vault/key-agreement.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

/** What an enrollment needs of the app. */
export interface EnrollmentNeeds {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly clock: Clock;
  readonly records: Records;
  readonly origin: string;
  readonly device: DeviceDescription;
  /** Whether this device can keep the app locked, where the policy wants it. */
  readonly canLock: () => Promise<boolean>;
}

/** What a person adds to the proof that the device gives. */
export interface Proofs {
  readonly password: string | null;
  readonly pin: string | null;
}

/** One enrollment, from the pasted string to the active token. Each step can be repeated after a lost reply. */
export class Enrollment {
  readonly #needs: EnrollmentNeeds;
  #agreement: KeyAgreement | null = null;
  #agreed: Agreement | null = null;
  #finish: FinishBody | null = null;
  #activation: { readonly jws: string; readonly madeAt: number } | null = null;

  constructor(needs: EnrollmentNeeds) {
    this.#needs = needs;
  }

  /** Reads what was clicked or pasted. Throws AppError with the reason. */
  async read(pasted: string): Promise<Activation> {
    const { origin, clock } = this.#needs;
    const reading = await readActivation(pasted, origin, clock.now(), sha256);
    if (reading.kind === 'refused') {
      throw new AppError(reading.code);
    }
    return reading.activation;
  }

  /**
   * Agrees on keys with the server that the activation names.
   * @throws AppError `lock_unsupported` where the policy wants a lock that this device cannot have, before a token is claimed
   */
  async begin(activation: Activation): Promise<Agreement> {
    this.#agreement ??= await KeyAgreement.start(activation, this.#needs.device);
    const agreed = await this.#agreement.agree(await this.#needs.api.begin(this.#agreement.body));
    if (agreed.policy.appLock && !(await this.#needs.canLock())) {
      throw new AppError('lock_unsupported');
    }
    this.#agreed = agreed;
    return agreed;
  }

  /** Claims the token and stores it. The device key is made here. */
  async claim(
    name: string,
    pin: string | null,
    pushEnabled: boolean,
    push: PushSubscriptionKeys | null,
  ): Promise<ServerToken> {
    const agreed = this.#agreed;
    if (agreed === null) {
      throw new AppError('unexpected', 'order');
    }
    const { api, vault, origin } = this.#needs;
    // The very same bytes again after a lost reply: another key would look like another device.
    this.#finish ??= await agreed.finish(name, push, pushEnabled);
    const claimed = await agreed.claimed(await api.finish(this.#finish), origin);
    const { organisation, account, secondProof } = agreed.offer;
    const asksPassword = secondProof === 'password';
    const { code } = agreed;
    const pushEndpoint = push?.endpoint ?? null;
    const facts = { name, organisation, account, server: origin, pushEnabled, pushEndpoint, asksPassword, code };
    return vault.add(claimed, facts, pin);
  }

  /** Proves the stored token by its first passcode; the token is active afterwards. */
  async activate(token: ServerToken, proofs: Proofs): Promise<ServerToken> {
    const { api, vault, clock } = this.#needs;
    const pinKind = parsePolicy(token.policy).pin.kind;
    if (this.#activation === null || clock.now() - this.#activation.madeAt > 60) {
      if (pinKind === 'TOKEN' && proofs.pin !== null) {
        // From the stored record, by what was typed: the server's yes proves both.
        await vault.pins.open(token.serial, proofs.pin);
      }
      const passcode = await vault.activationPasscode(token.serial);
      const jws = await vault.sign(token.serial, (envelope) => activateMessage(envelope, passcode));
      this.#activation = { jws, madeAt: clock.now() };
    }
    try {
      await api.activate(this.#activation.jws, { ...proofs, pin: pinKind === 'SERVER' ? proofs.pin : null });
    } catch (thrown) {
      if (codeOf(thrown) === 'confirmation_awaited') {
        // Nothing was looked at: the same message again, until the page has its answer.
        throw thrown;
      }
      if (codeOf(thrown) !== 'offline') {
        this.#activation = null;
      }
      // An earlier attempt may have come through without its reply: then the token is active already.
      if (!(await this.#isActive(token.serial))) {
        throw thrown;
      }
    }
    vault.pins.close(token.serial);
    return vault.change(token.serial, { state: 'active' });
  }

  async #isActive(serial: string): Promise<boolean> {
    const { api, vault } = this.#needs;
    try {
      const answer = await api.check([await vault.sign(serial, checkMessage)]);
      return answer.tokens.some((line) => line.kind === 'state' && line.serial === serial && line.state === 'ACTIVE');
    } catch {
      return false;
    }
  }
}

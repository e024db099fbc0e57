import { pinChangeMessage, pinCheckMessage, pinProofInput } from '../core/device-messages.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { type PinRule, parsePolicy } from '../core/policy-string.ts';
import { makeBiometric, useBiometric } from '../platform/biometric.ts';
import { randomBytes } from '../platform/webcrypto.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

/** So many PINs in a row may open a token without the server; then it shows nothing until the server has been asked. */
const MOST_UNVERIFIED = 10;

/** What came of a token PIN. */
export type PinAnswer =
  | { readonly kind: 'right' }
  /** The server cannot be asked: the token is open, with a right seed or a wrong one. */
  | { readonly kind: 'unverified' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'locked' }
  /** Too many entries were never verified. */
  | { readonly kind: 'hidden' };

export interface PinNeeds {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly records: Records;
  /** Called after the vault changed a token. */
  readonly onChanged: () => void;
}

/** Token PINs and server PINs of this device's tokens; see docs/formats/pin.md. */
export class Pins {
  readonly #needs: PinNeeds;

  constructor(needs: PinNeeds) {
    this.#needs = needs;
  }

  /** Opens a token with what was typed, and asks the server whether that was right. */
  async enter(token: ServerToken, pin: string): Promise<PinAnswer> {
    await this.#needs.vault.pins.open(token.serial, pin);
    return this.#ask(token.serial);
  }

  /** Forgets what a PIN has opened. */
  close(serial: string): void {
    this.#needs.vault.pins.close(serial);
  }

  /** Opens a token with a fingerprint or face in the place of its PIN. */
  async enterByBiometric(token: ServerToken): Promise<PinAnswer> {
    const { pins } = this.#needs.vault;
    const record = await pins.biometric(token.serial);
    if (record === null) {
      throw new AppError('biometric_unsupported');
    }
    await pins.openByBiometric(token.serial, await useBiometric(record.credentialId, record.input));
    return this.#ask(token.serial);
  }

  /** Lets a fingerprint or face stand in for the PIN from now on; the server confirms the PIN first. */
  async enableBiometric(token: ServerToken, pin: string): Promise<PinAnswer> {
    const answer = await this.enter(token, pin);
    if (answer.kind === 'right') {
      const input = randomBytes(32);
      const { id, secret } = await makeBiometric(token.name, input);
      await this.#needs.vault.pins.enableBiometric(token.serial, pin, id, input, secret);
      this.#needs.records.log({ kind: 'biometric', serial: token.serial, outcome: 'on' });
      this.#needs.onChanged();
    }
    return needsServer(answer);
  }

  async disableBiometric(token: ServerToken): Promise<void> {
    await this.#needs.vault.pins.disableBiometric(token.serial);
    this.#needs.records.log({ kind: 'biometric', serial: token.serial, outcome: 'off' });
    this.#needs.onChanged();
  }

  /** Changes the PIN. The server confirms the current one, then the new one; only then the old one is given up. */
  async change(token: ServerToken, current: string, next: string): Promise<PinAnswer> {
    if (pinOf(token).kind === 'SERVER') {
      return this.#changeServerPin(token, current, next);
    }
    const { pins } = this.#needs.vault;
    const confirmed = needsServer(await this.enter(token, current));
    if (confirmed.kind !== 'right') {
      return confirmed;
    }
    try {
      const change = await pins.prepareChange(token.serial, current, next);
      const answer = needsServer(await this.#ask(token.serial));
      if (answer.kind !== 'right') {
        throw new AppError('unexpected', 'new PIN');
      }
      await pins.adoptChange(change);
      this.#needs.records.log({ kind: 'pin-changed', serial: token.serial });
      this.#needs.onChanged();
      return answer;
    } catch (thrown) {
      pins.close(token.serial);
      throw thrown;
    }
  }

  async #changeServerPin(token: ServerToken, current: string, next: string): Promise<PinAnswer> {
    const { vault, api, records } = this.#needs;
    try {
      await api.changePin(await vault.sign(token.serial, pinChangeMessage), current, next);
      records.log({ kind: 'pin-changed', serial: token.serial });
      return { kind: 'right' };
    } catch (thrown) {
      records.log({ kind: 'pin-refused', serial: token.serial, outcome: codeOf(thrown) });
      return refusal(thrown);
    }
  }

  async #ask(serial: string): Promise<PinAnswer> {
    const { vault, api, onChanged } = this.#needs;
    const check = await vault.sign(serial, async (envelope) =>
      pinCheckMessage(envelope, await vault.pins.proof(serial, pinProofInput(envelope))),
    );
    try {
      await api.checkPin(check);
      await vault.pins.confirmed(serial);
      onChanged();
      return { kind: 'right' };
    } catch (thrown) {
      if (['offline', 'unavailable', 'too_many_requests', 'clock_skew'].includes(codeOf(thrown))) {
        return this.#unverified(serial);
      }
      vault.pins.close(serial);
      this.#needs.records.log({ kind: 'pin-refused', serial, outcome: codeOf(thrown) });
      return this.#refused(serial, refusal(thrown));
    }
  }

  async #refused(serial: string, answer: PinAnswer): Promise<PinAnswer> {
    if (answer.kind === 'locked') {
      await this.#needs.vault.change(serial, { inactive: true, lockedByPin: true });
      this.#needs.onChanged();
    }
    return answer;
  }

  async #unverified(serial: string): Promise<PinAnswer> {
    const { pins } = this.#needs.vault;
    const entries = await pins.unconfirmed(serial);
    this.#needs.onChanged();
    if (entries > MOST_UNVERIFIED) {
      pins.close(serial);
      return { kind: 'hidden' };
    }
    return { kind: 'unverified' };
  }
}

/** The rule of a token's PIN. */
export function pinOf(token: ServerToken): PinRule {
  return parsePolicy(token.policy).pin;
}

function refusal(thrown: unknown): PinAnswer {
  const code = codeOf(thrown);
  if (code === 'pin_wrong') {
    return { kind: 'wrong', left: (thrown as AppError).left ?? 0 };
  }
  if (code === 'token_locked' || code === 'token_inactive') {
    return { kind: 'locked' };
  }
  throw thrown;
}

/** Where the server has to confirm, an answer without it is none. */
function needsServer(answer: PinAnswer): PinAnswer {
  if (answer.kind === 'unverified' || answer.kind === 'hidden') {
    throw new AppError('offline');
  }
  return answer;
}

import { type Bytes, sameBytes } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import { parsePolicy } from '../core/policy-string.ts';
import { Store } from '../core/store.ts';
import { biometricSupport, checkUser, makeUserCheck } from '../platform/biometric.ts';
import type { Clock } from '../platform/clock.ts';
import { type Token, guardsItself, serverTokens } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

/** Who comes back sooner has not put the device away. */
const GRACE_SECONDS = 60;

/** What asks the platform whether it is its user; tests bring their own. */
export interface UserChecks {
  readonly isPossible: () => Promise<boolean>;
  readonly make: (name: string) => Promise<Bytes>;
  readonly check: (id: Bytes) => Promise<void>;
}

const platform: UserChecks = {
  isPossible: async () => (await biometricSupport()) !== 'no_authenticator',
  make: makeUserCheck,
  check: checkUser,
};

/** `demanded`: a token's policy wants the lock, and there is none yet. */
export type LockState = 'off' | 'demanded' | 'locked' | 'open';

export interface LockNeeds {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly tokens: Store<readonly Token[]>;
  /** Tells the other tabs to look again. */
  readonly tell: () => void;
  /** Removes tokens from the device by the given act, and what is kept of them elsewhere. */
  readonly removing: (tokens: readonly Token[], act: () => Promise<readonly Token[]>) => Promise<void>;
}

/**
 * Locks the whole app behind the device's own fingerprint, face or screen lock, for those who hand an unlocked device on, and where
 * a token's policy wants it. It hides the screens; what keeps seeds from a thief is the token PIN.
 */
export class AppLock {
  readonly state = new Store<LockState>('off');
  /** The organisations whose tokens want the lock. */
  readonly demandedBy = new Store<readonly string[]>([]);
  readonly #needs: LockNeeds;
  readonly #checks: UserChecks;
  #id: Bytes | null;
  #isOpen = false;
  #leftAt: number | null = null;

  private constructor(needs: LockNeeds, checks: UserChecks, id: Bytes | null) {
    this.#needs = needs;
    this.#checks = checks;
    this.#id = id;
    needs.tokens.subscribe(() => {
      this.#show();
    });
    this.#show();
  }

  /** Locked from the first moment, where somebody wants it. */
  static async start(needs: LockNeeds, checks: UserChecks = platform): Promise<AppLock> {
    return new AppLock(needs, checks, await needs.vault.lockId());
  }

  /** Whether this device can be locked so. */
  async isPossible(): Promise<boolean> {
    return this.#id !== null || (await this.#checks.isPossible());
  }

  /** @throws AppError `biometric_cancelled` */
  async switchOn(): Promise<void> {
    await this.#keep(await this.#checks.make('Countersign'));
  }

  /**
   * Only who can open it can switch it off, and nobody where a policy wants it.
   * @throws AppError `biometric_cancelled`, `lock_demanded`
   */
  async switchOff(): Promise<void> {
    if (this.demandedBy.value.length > 0) {
      throw new AppError('lock_demanded');
    }
    await this.unlock();
    await this.#keep(null);
  }

  /** @throws AppError `biometric_cancelled` */
  async unlock(): Promise<void> {
    await this.reread();
    if (this.#id !== null) {
      const id = this.#id;
      await this.#checks.check(id);
      this.#isOpen = this.#id === id;
      this.#show();
    }
  }

  /**
   * The way out for those whom the device no longer recognises. It must be no way around the lock: whatever only the lock keeps from
   * whoever holds the device goes with it.
   */
  async giveUp(): Promise<void> {
    const { vault, tokens, removing, tell } = this.#needs;
    const isDemanded = this.state.value === 'demanded';
    const going = isDemanded ? tokens.value.filter(demandsLock) : unguarded(tokens.value);
    await removing(going, () => (isDemanded ? vault.removeAll(demandsLock) : vault.removeLock()));
    await this.reread();
    tell();
  }

  /** How many tokens giving up would remove, and how many would stay. */
  costOfGivingUp(): { readonly removed: number; readonly kept: number } {
    const all = this.#needs.tokens.value;
    const removed = (this.state.value === 'demanded' ? all.filter(demandsLock) : unguarded(all)).length;
    return { removed, kept: all.length - removed };
  }

  /** Another tab may have switched it on or off. */
  async reread(): Promise<void> {
    const id = await this.#needs.vault.lockId();
    if (!same(id, this.#id)) {
      this.#id = id;
      this.#isOpen = false;
    }
    this.#show();
  }

  /** The app is no longer seen. */
  left(): void {
    this.#leftAt = this.#needs.clock.now();
  }

  /** The app is seen again. */
  returned(): void {
    const away = this.#leftAt === null ? 0 : this.#needs.clock.now() - this.#leftAt;
    this.#leftAt = null;
    if (away >= GRACE_SECONDS) {
      this.#isOpen = false;
      this.#show();
    }
    // A tab that heard nothing of a change elsewhere learns of it now.
    void this.reread().catch(() => undefined);
  }

  async #keep(id: Bytes | null): Promise<void> {
    await this.#needs.vault.keepLockId(id);
    this.#id = id;
    this.#isOpen = id !== null;
    this.#show();
    this.#needs.tell();
  }

  #show(): void {
    const demanding = serverTokens(this.#needs.tokens.value).filter(demandsLock);
    this.demandedBy.set([...new Set(demanding.map(({ organisation }) => organisation))]);
    if (this.#id !== null) {
      this.state.set(this.#isOpen ? 'open' : 'locked');
    } else {
      this.state.set(demanding.length > 0 ? 'demanded' : 'off');
    }
    if (this.state.value === 'locked') {
      this.#needs.vault.pins.closeAll();
    }
  }
}

function demandsLock(token: Token): boolean {
  return parsePolicy(token.policy).appLock;
}

function unguarded(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => !guardsItself(token));
}

function same(one: Bytes | null, other: Bytes | null): boolean {
  return one === null || other === null ? one === other : sameBytes(one, other);
}

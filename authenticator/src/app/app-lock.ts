import { Store } from '../core/store.ts';
import { checkUser, makeUserCheck } from '../platform/biometric.ts';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../vault/vault.ts';

/** Who comes back sooner has not put the device away. */
const GRACE_SECONDS = 60;

/** What asks the platform whether it is its user; tests bring their own. */
export interface UserChecks {
  readonly make: (name: string) => ReturnType<typeof makeUserCheck>;
  readonly check: (id: Awaited<ReturnType<typeof makeUserCheck>>) => Promise<void>;
}

const platform: UserChecks = { make: makeUserCheck, check: checkUser };

/**
 * Locks the whole app behind the device's own fingerprint, face or screen lock, for those who hand an unlocked device on. It hides
 * the screens; what keeps seeds from a thief is the token PIN.
 */
export class AppLock {
  readonly state: Store<'off' | 'locked' | 'open'>;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #checks: UserChecks;
  #leftAt: number | null = null;

  private constructor(vault: Vault, clock: Clock, checks: UserChecks, wanted: boolean) {
    this.#vault = vault;
    this.#clock = clock;
    this.#checks = checks;
    this.state = new Store<'off' | 'locked' | 'open'>(wanted ? 'locked' : 'off');
  }

  /** Locked from the first moment, where its person wants it. */
  static async start(vault: Vault, clock: Clock, checks: UserChecks = platform): Promise<AppLock> {
    return new AppLock(vault, clock, checks, (await vault.lockId()) !== null);
  }

  /** @throws AppError `biometric_cancelled` */
  async switchOn(): Promise<void> {
    await this.#vault.keepLockId(await this.#checks.make('Countersign'));
    this.state.set('open');
  }

  /** Only who can open it can switch it off. */
  async switchOff(): Promise<void> {
    await this.unlock();
    await this.#vault.keepLockId(null);
    this.state.set('off');
  }

  /** @throws AppError `biometric_cancelled` */
  async unlock(): Promise<void> {
    const id = await this.#vault.lockId();
    if (id !== null) {
      await this.#checks.check(id);
      this.state.set('open');
    }
  }

  /** The app is no longer seen. */
  left(): void {
    this.#leftAt = this.#clock.now();
  }

  /** The app is seen again. */
  returned(): void {
    const away = this.#leftAt === null ? 0 : this.#clock.now() - this.#leftAt;
    this.#leftAt = null;
    if (away >= GRACE_SECONDS && this.state.value === 'open') {
      this.#vault.pins.closeAll();
      this.state.set('locked');
    }
  }
}

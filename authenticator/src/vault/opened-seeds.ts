import { Store } from '../core/store.ts';
import type { Clock } from '../platform/clock.ts';

const OPEN_MILLISECONDS = 120_000;

/** Seeds that a PIN has opened: in memory only, for two minutes at most. */
export class OpenedSeeds {
  /** The serials of the tokens that are open. */
  readonly serials = new Store<ReadonlySet<string>>(new Set());
  readonly #clock: Clock;
  readonly #seeds = new Map<string, { readonly seed: CryptoKey; readonly stop: () => void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(serial: string, seed: CryptoKey): void {
    this.#seeds.get(serial)?.stop();
    const stop = this.#clock.after(OPEN_MILLISECONDS, () => {
      this.close(serial);
    });
    this.#seeds.set(serial, { seed, stop });
    this.#tell();
  }

  get(serial: string): CryptoKey | null {
    return this.#seeds.get(serial)?.seed ?? null;
  }

  close(serial: string): void {
    this.#seeds.get(serial)?.stop();
    if (this.#seeds.delete(serial)) {
      this.#tell();
    }
  }

  closeAll(): void {
    [...this.#seeds.keys()].forEach((serial) => {
      this.close(serial);
    });
  }

  #tell(): void {
    this.serials.set(new Set(this.#seeds.keys()));
  }
}

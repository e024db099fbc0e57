import { AppError } from '../core/errors.ts';
import { EventStreamReader } from '../core/event-stream.ts';
import type { Clock } from '../platform/clock.ts';
import { randomBytes } from '../platform/webcrypto.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { Requests } from './requests.ts';

const FIRST_DELAY_MILLISECONDS = 1_000;
const LONGEST_DELAY_MILLISECONDS = 30_000;
/** The server says something every 25 seconds; a line that misses two of them and a little is dead, and does not know it. */
const SILENCE_MILLISECONDS = 60_000;

/** The app's own line to the server, held while the page is seen. */
export class LiveConnection {
  readonly #requests: Requests;
  readonly #api: DeviceApi;
  readonly #clock: Clock;
  #running: AbortController | null = null;

  constructor(requests: Requests, api: DeviceApi, clock: Clock) {
    this.#requests = requests;
    this.#api = api;
    this.#clock = clock;
  }

  /** Connects, or starts afresh, for example with another set of tokens. */
  start(): void {
    this.stop();
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let delay = FIRST_DELAY_MILLISECONDS;
    while (!signal.aborted) {
      try {
        await this.#requests.check();
        const checks = await this.#requests.checks();
        if (checks.length === 0) {
          return;
        }
        const stream = await this.#api.stream(checks, signal);
        this.#requests.setConnection('connected');
        delay = FIRST_DELAY_MILLISECONDS;
        await this.#read(stream);
      } catch {
        if (!signal.aborted) {
          this.#requests.setConnection('offline');
        }
      }
      if (!signal.aborted) {
        await this.#pause(delay, signal);
        delay = Math.min(delay * 2, LONGEST_DELAY_MILLISECONDS);
      }
    }
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const reader = new EventStreamReader();
    const pieces = stream.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (;;) {
        const piece = await this.#beforeSilence(pieces.read());
        if (piece.done) {
          return;
        }
        for (const { event, data } of reader.read(piece.value)) {
          await this.#requests.takeEvent(event, data);
        }
      }
    } finally {
      // Not waited for: a dead line may never say that it has ended.
      void pieces.cancel().catch(() => undefined);
    }
  }

  #beforeSilence<T>(heard: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(SILENCE_MILLISECONDS, () => {
        reject(new AppError('offline', 'silence'));
      });
      heard.then(resolve, reject).finally(cancel);
    });
  }

  /** Between half and the whole delay, so that many apps do not come back at the same moment. */
  #pause(delay: number, signal: AbortSignal): Promise<void> {
    const jitter = (randomBytes(1)[0] ?? 0) / 255;
    return new Promise((resolve) => {
      const cancel = this.#clock.after(Math.max(1_000, delay * (0.5 + jitter / 2)), resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}

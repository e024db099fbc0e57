import workerAddress from '../stretch/worker.ts?worker&url';
import { AppError } from '../core/errors.ts';
import type { StretchPin } from '../core/seed-record.ts';
import type { StretchReply } from '../stretch/messages.ts';
import { workerUrl } from './worker-url.ts';

/** Argon2id in a worker of its own, so that the page goes on; the worker and its memory go when it is done. */
export const stretchInWorker: StretchPin = (pin, derivation) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl(workerAddress));
    const fail = (): void => {
      worker.terminate();
      reject(new AppError('stretch_failed'));
    };
    worker.onmessage = ({ data }: MessageEvent<StretchReply>) => {
      worker.terminate();
      if (data === null) {
        reject(new AppError('stretch_failed'));
      } else {
        resolve(data);
      }
    };
    worker.onerror = fail;
    worker.onmessageerror = fail;
    worker.postMessage({ pin, derivation });
  });

import { UPDATE_MESSAGE, type WorkerNotice } from './worker-messages.ts';
import { workerUrl } from './worker-url.ts';

/**
 * Registers the worker. A new version waits until the person agrees.
 * @param onWaiting called with the act that lets the new version in
 */
export async function registerWorker(onWaiting: (update: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const registration = await navigator.serviceWorker.register(workerUrl('/sw.js'), { scope: '/' });
  const offer = (): void => {
    const { waiting } = registration;
    if (waiting !== null && navigator.serviceWorker.controller !== null) {
      onWaiting(() => {
        navigator.serviceWorker.addEventListener('controllerchange', () => {
          location.reload();
        });
        waiting.postMessage(UPDATE_MESSAGE);
      });
    }
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
}

/** Hears what the worker says. */
export function onWorkerNotice(listener: (notice: WorkerNotice) => void): void {
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.addEventListener('message', (event: MessageEvent<WorkerNotice>) => {
      listener(event.data);
    });
  }
}

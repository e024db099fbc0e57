import { UPDATE_MESSAGE, type WorkerNotice } from './worker-messages.ts';

/**
 * Registers the worker. A new version waits until the person agrees.
 * @param onWaiting called with the act that lets the new version in
 */
export async function registerWorker(onWaiting: (update: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    return;
  }
  const registration = await navigator.serviceWorker.register(workerUrl() as string, { scope: '/' });
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

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** The one script URL that a string may become: the content security policy knows this policy's name. */
function workerUrl(): unknown {
  const url = '/sw.js';
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  return types === undefined
    ? url
    : types.createPolicy('countersign-worker', { createScriptURL: () => url }).createScriptURL(url);
}

import stretchWorker from '../stretch/worker.ts?worker&url';

/**
 * The addresses of this build that may run as workers: constants only, never put together from anything. A worker of its
 * own file joins as `import file from './some.worker.ts?worker&url'`.
 */
const WORKERS: readonly string[] = ['/sw.js', stretchWorker];

interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | null = null;

/**
 * The only way from a string to the address of a script: the content security policy knows this policy's name, lets it be
 * made once, and knows no other.
 * @throws TypeError for every address that is not one of this build's workers
 */
export function workerUrl(url: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) {
    return checked(url);
  }
  policy ??= types.createPolicy('countersign-worker', { createScriptURL: checked });
  // The browser's own type is a string to TypeScript, which does not know it yet.
  return policy.createScriptURL(url) as string;
}

function checked(url: string): string {
  if (!WORKERS.includes(url)) {
    throw new TypeError('This address is no worker of Countersign.');
  }
  return url;
}

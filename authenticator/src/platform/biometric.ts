import type { Bytes } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import { randomBytes } from './webcrypto.ts';

/** Whether this device can keep a PIN behind a fingerprint or a face, and if not, why. */
export type BiometricSupport = 'ready' | 'no_authenticator' | 'no_prf';

interface PrfResults {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: ArrayBuffer } };
}

const TIMEOUT_MILLISECONDS = 60_000;

/** Asks the browser without asking the person. Some browsers tell of PRF only when a credential is made. */
export async function biometricSupport(): Promise<BiometricSupport> {
  const credentials = (globalThis as { PublicKeyCredential?: typeof PublicKeyCredential }).PublicKeyCredential;
  if (credentials === undefined || !(await credentials.isUserVerifyingPlatformAuthenticatorAvailable())) {
    return 'no_authenticator';
  }
  const capabilities = (credentials as { getClientCapabilities?: () => Promise<Record<string, boolean>> })
    .getClientCapabilities;
  const known = capabilities === undefined ? {} : await capabilities.call(credentials);
  return known['extension:prf'] === false ? 'no_prf' : 'ready';
}

/**
 * Makes a credential of the platform's own authenticator, whose user is verified at every use.
 * @returns its id and the secret that it gives for the input
 * @throws AppError `biometric_cancelled`, or `biometric_unsupported` where the authenticator gives no secrets
 */
export async function makeBiometric(name: string, input: Bytes): Promise<{ id: Bytes; secret: Bytes }> {
  const created = await make(name, { prf: { eval: { first: input } } });
  const { prf } = created.getClientExtensionResults() as PrfResults;
  if (prf?.enabled !== true) {
    throw new AppError('biometric_unsupported');
  }
  const id = new Uint8Array(created.rawId);
  const first = prf.results?.first;
  return { id, secret: first === undefined ? await useBiometric(id, input) : new Uint8Array(first) };
}

/** The secret of a credential, once its user has been verified. */
export async function useBiometric(id: Bytes, input: Bytes): Promise<Bytes> {
  const used = await use(id, { prf: { eval: { first: input } } });
  const first = (used.getClientExtensionResults() as PrfResults).prf?.results?.first;
  if (first === undefined) {
    throw new AppError('biometric_unsupported');
  }
  return new Uint8Array(first);
}

/**
 * Makes a credential with which the platform says whether it is its user, and returns its id.
 * @throws AppError `biometric_cancelled`
 */
export async function makeUserCheck(name: string): Promise<Bytes> {
  return new Uint8Array((await make(name, {})).rawId);
}

/**
 * Returns when the platform has verified its user.
 * @throws AppError `biometric_cancelled`
 */
export async function checkUser(id: Bytes): Promise<void> {
  await use(id, {});
}

function make(name: string, extensions: AuthenticationExtensionsClientInputs): Promise<PublicKeyCredential> {
  return asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Countersign' },
        user: { id: randomBytes(16), name, displayName: name },
        challenge: randomBytes(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: {
          authenticatorAttachment: 'platform',
          userVerification: 'required',
          residentKey: 'discouraged',
        },
        timeout: TIMEOUT_MILLISECONDS,
        extensions,
      },
    }),
  );
}

function use(id: Bytes, extensions: AuthenticationExtensionsClientInputs): Promise<PublicKeyCredential> {
  return asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id, transports: ['internal'] }],
        userVerification: 'required',
        timeout: TIMEOUT_MILLISECONDS,
        extensions,
      },
    }),
  );
}

async function asked(act: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await act().catch(() => null);
  if (credential === null) {
    throw new AppError('biometric_cancelled');
  }
  return credential as PublicKeyCredential;
}

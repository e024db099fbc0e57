import { type Bytes, type Sha256, fromBase64Url, sameBytes } from './bytes.ts';

/** What an activation string says; see docs/formats/activation-string.md. */
export interface Activation {
  readonly enrollmentId: Bytes;
  readonly secret: Bytes;
  readonly enrollmentKeyHash: Bytes;
  readonly expiresAt: number;
  readonly asksPassword: boolean;
}

export type ActivationReading =
  | { readonly kind: 'activation'; readonly activation: Activation }
  | {
      readonly kind: 'refused';
      readonly code: 'activation_malformed' | 'activation_expired' | 'activation_other_server';
    };

const LENGTH = 56;
const malformed: ActivationReading = { kind: 'refused', code: 'activation_malformed' };

/**
 * Reads a link or the part after its `#`, with white space anywhere.
 * @param origin the app's own origin: a link to another one is refused
 * @param now the device's clock, seconds since 1970; the server decides again by its own
 */
export async function readActivation(
  pasted: string,
  origin: string,
  now: number,
  sha256: Sha256,
): Promise<ActivationReading> {
  const text = pasted.replace(/\s+/gu, '');
  const hash = text.indexOf('#');
  if (hash > 0) {
    const linked = originOf(text.slice(0, hash));
    if (linked === null) {
      return malformed;
    }
    if (linked !== originOf(`${origin}/enroll`)) {
      return { kind: 'refused', code: 'activation_other_server' };
    }
  }
  const activation = await decode(text.slice(hash + 1), sha256);
  if (activation === null) {
    return malformed;
  }
  return activation.expiresAt <= now
    ? { kind: 'refused', code: 'activation_expired' }
    : { kind: 'activation', activation };
}

const LINK = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?\/enroll$/u;
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** The origin of an enrollment link in its canonical form; null for another address, or plain HTTP off this machine. */
function originOf(link: string): string | null {
  const [, scheme = '', host = '', port] = LINK.exec(link.toLowerCase()) ?? [];
  if (host === '' || (scheme === 'http' && !THIS_MACHINE.includes(host))) {
    return null;
  }
  const standard = scheme === 'https' ? '443' : '80';
  return `${scheme}://${host}${port === undefined || port === standard ? '' : `:${port}`}`;
}

async function decode(text: string, sha256: Sha256): Promise<Activation | null> {
  const bytes = text.startsWith('A1') ? fromBase64Url(text.slice(2)) : null;
  if (bytes?.length !== LENGTH) {
    return null;
  }
  const check = await sha256(bytes.slice(0, 54));
  const flags = bytes[1] ?? 0;
  if (!sameBytes(check.slice(0, 2), bytes.slice(54)) || bytes[0] !== 1 || flags > 1) {
    return null;
  }
  return {
    enrollmentId: bytes.slice(2, 18),
    secret: bytes.slice(18, 34),
    enrollmentKeyHash: bytes.slice(34, 50),
    expiresAt: new DataView(bytes.buffer).getUint32(50),
    asksPassword: flags === 1,
  };
}

import { ThirdPartyOffer } from '../vault/third-party.ts';
import { Enrollment, type EnrollmentNeeds } from './enrollment.ts';

/** What a pasted text or a scanned QR code turned out to be. */
export type ReadCode =
  | { readonly kind: 'activation'; readonly text: string }
  | { readonly kind: 'third-party'; readonly offer: ThirdPartyOffer };

/**
 * Reads a pasted or scanned text.
 * @throws AppError with the reason, where it is neither an activation nor another provider's link
 */
export async function readCode(needs: EnrollmentNeeds, text: string): Promise<ReadCode> {
  const trimmed = text.trim();
  if (ThirdPartyOffer.isMeantBy(trimmed)) {
    return { kind: 'third-party', offer: await ThirdPartyOffer.read(trimmed) };
  }
  await new Enrollment(needs).read(trimmed);
  return { kind: 'activation', text: trimmed };
}

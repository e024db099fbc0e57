import { type Policy, parsePolicy } from './policy-string.ts';
import type { PushRequest } from './push-request.ts';

/**
 * Whether Approve and Deny may stand on the notification itself: where policy wants it and nothing is to be typed. A PIN,
 * a number or a check of the user needs the app.
 */
export function answersOnNotification(
  policy: string,
  request: Pick<PushRequest, 'numberDigits' | 'verifyUser'>,
): boolean {
  const { enhanced, pin }: Policy = parsePolicy(policy);
  return enhanced && pin.kind === 'NONE' && request.numberDigits === 0 && !request.verifyUser;
}

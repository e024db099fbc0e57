import { type Policy, parsePolicy } from './policy-string.ts';
import type { PushRequest } from './push-request.ts';

/**
 * Whether Approve and Deny may stand on the notification itself: where policy wants it and nothing is to be typed. A PIN,
 * a number or a check of the user needs the app, and a policy that wants the app locked wants
 * it open before anything is approved.
 */
export function answersOnNotification(
  policy: string,
  request: Pick<PushRequest, 'numberDigits' | 'verifyUser'>,
): boolean {
  const { enhanced, pin, appLock }: Policy = parsePolicy(policy);
  return enhanced && !appLock && pin.kind === 'NONE' && request.numberDigits === 0 && !request.verifyUser;
}

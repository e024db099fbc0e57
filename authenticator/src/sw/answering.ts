import { Requests } from '../approve/requests.ts';
import { codeOf } from '../core/errors.ts';
import { systemClock } from '../platform/clock.ts';
import { tellOtherTabs } from '../platform/tabs.ts';
import type { Records } from '../records/records.ts';
import { deviceApi } from '../server/device-api.ts';
import { texts } from '../texts/index.ts';
import { serverTokens } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';
import { type Remembered, showUnanswered, verified } from './notifications.ts';

/**
 * Answers a request from its notification, by the code that answers it in the app. What stands in its way is said in
 * another notification.
 * @returns false where the answer belongs into the app: nothing was done
 */
export async function answerHere(
  vault: Vault,
  records: Records,
  action: string,
  { serial, compact }: Pick<Remembered, 'serial' | 'compact'>,
): Promise<boolean> {
  // The policy is looked at again: only what could be shown with actions can be answered by them.
  const received = compact === null ? null : await verified(vault, serial, compact).catch(() => null);
  if (received === null || !received.answerable || (action !== 'approve' && action !== 'deny')) {
    return false;
  }
  const { request } = received;
  const tokens = serverTokens(await vault.tokens());
  const requests = new Requests({
    vault,
    api: deviceApi(),
    clock: systemClock,
    records,
    tokens: () => tokens,
    onChanged: tellOtherTabs,
    onUnreached: () => undefined,
  });
  try {
    const answered =
      action === 'approve' ? await requests.approve(request, null) : await requests.deny(request, 'cancelled');
    if (answered.kind === 'wait') {
      await showUnanswered(request, texts.request.wait(answered.seconds));
    }
  } catch (thrown) {
    await showUnanswered(request, texts.errors[codeOf(thrown)]);
  }
  return true;
}

import type { Bytes } from '../core/bytes.ts';
import { type PushSubscriptionKeys, settingsMessage } from '../core/device-messages.ts';
import type { WithLock } from '../platform/locks.ts';
import type { DeviceApi } from '../server/device-api.ts';
import { type ServerToken, serverTokens } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

export interface ReachNeeds {
  readonly vault: Pick<Vault, 'tokens' | 'sign' | 'change'>;
  readonly api: Pick<DeviceApi, 'vapidKey' | 'settings'>;
  readonly withLock: WithLock;
  /** This device's subscription; null where permission or push service is missing. */
  readonly subscribe: (vapidKey: Bytes, anew: boolean) => Promise<PushSubscriptionKeys | null>;
}

/**
 * Sees to it that the server can reach this device while the app is closed: subscribes anew where the subscription is gone
 * or is for another key, and tells the server of every token that wants requests, unless it knows.
 * @param ended by token, the subscription that the server has dropped, because the push service said that it has ended
 * @returns how many tokens the server was told of
 */
export async function keepReachable(
  needs: ReachNeeds,
  ended: ReadonlyMap<string, string> = new Map(),
): Promise<number> {
  // One tab or worker at a time: two would end each other's subscription.
  return needs.withLock('push-subscription', async () => {
    const tokens = serverTokens(await needs.vault.tokens()).filter(wantsRequests);
    if (tokens.length === 0) {
      return 0;
    }
    // What another tab has mended meanwhile is another subscription.
    const anew = tokens.some(({ serial, pushEndpoint }) => pushEndpoint && ended.get(serial) === pushEndpoint);
    const push = await needs.subscribe(await needs.api.vapidKey(), anew);
    if (push === null) {
      return 0;
    }
    const untold = tokens.filter(({ pushEndpoint }) => pushEndpoint !== push.endpoint);
    let told = 0;
    for (const token of untold) {
      try {
        await tell(needs, token, push);
        told++;
      } catch {
        // One token that its server refuses must not keep the others from being reached; the next start tries it again.
      }
    }
    return told;
  });
}

function wantsRequests({ pushEnabled, state, inactive }: ServerToken): boolean {
  return pushEnabled && state === 'active' && !inactive;
}

async function tell(
  { vault, api }: ReachNeeds,
  { serial, name, pushEnabled }: ServerToken,
  push: PushSubscriptionKeys,
): Promise<void> {
  const jws = await vault.sign(serial, (envelope) => settingsMessage(envelope, { name, pushEnabled, push }));
  const { webPush } = await api.settings(jws);
  // A server that does not call this push service has not taken the subscription: the next start tells it again.
  await vault.change(serial, { pushEndpoint: webPush ? push.endpoint : null });
}

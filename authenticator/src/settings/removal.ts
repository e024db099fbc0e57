import { settingsMessage } from '../core/device-messages.ts';
import { parsePolicy } from '../core/policy-string.ts';
import { type WithLock, webLocks } from '../platform/locks.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { Token } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

export interface RemovalNeeds {
  readonly vault: Pick<Vault, 'sign' | 'remove'>;
  readonly api: Pick<DeviceApi, 'settings'>;
  readonly records: Pick<Records, 'forget' | 'log'>;
}

/** Removes a token from this device with all that is kept of it; the event log says that it was here. */
export async function remove(needs: RemovalNeeds, token: Token, withLock: WithLock = webLocks): Promise<void> {
  const removed = async (): Promise<Token[]> => {
    await needs.vault.remove(token.serial);
    return [token];
  };
  await removeAll(needs, [token], removed, withLock);
}

/**
 * Removes tokens by the given act. Their servers are told that requests no longer reach this device, so that login pages stop
 * offering it; nobody waits for that, since removing works without a network too.
 * @param tokens those that the act will probably remove
 * @param act removes them, and returns those that it did remove
 */
export async function removeAll(
  needs: RemovalNeeds,
  tokens: readonly Token[],
  act: () => Promise<readonly Token[]>,
  withLock: WithLock = webLocks,
): Promise<void> {
  const farewells = await Promise.all(tokens.map((token) => farewell(needs, token)));
  const gone = await act();
  for (const { serial } of gone) {
    needs.records.forget(serial);
    needs.records.log({ kind: 'token-removed', serial });
  }
  for (const [serial, jws] of farewells.filter((signed) => signed !== null)) {
    if (gone.some((token) => token.serial === serial)) {
      // After whatever else is told about this device just now: the last word holds.
      void withLock('push-subscription', () => needs.api.settings(jws)).catch(() => undefined);
    }
  }
}

/** Signed while the key is still there; null where there is nobody to tell. */
async function farewell({ vault }: RemovalNeeds, token: Token): Promise<[serial: string, jws: string] | null> {
  if (token.origin !== 'server' || token.state !== 'active' || !parsePolicy(token.policy).push) {
    return null;
  }
  const settings = { name: token.name, pushEnabled: false, push: null };
  try {
    return [token.serial, await vault.sign(token.serial, (envelope) => settingsMessage(envelope, settings))];
  } catch {
    return null;
  }
}

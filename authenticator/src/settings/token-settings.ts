import { settingsMessage } from '../core/device-messages.ts';
import { codeOf } from '../core/errors.ts';
import { webLocks } from '../platform/locks.ts';
import { askPushPermission, subscribeToPush } from '../platform/push.ts';
import type { Clock } from '../platform/clock.ts';
import type { Records } from '../records/records.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { ServerToken, Token } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

export interface SettingsNeeds {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly records: Records;
  readonly clock: Clock;
}

/** What keeps this device reachable tells the server of the same settings: one at a time, or an old word comes last. */
function alone<T>(act: () => Promise<T>): Promise<T> {
  return webLocks('push-subscription', act);
}

/** Renames a token here, and at its server if it has one. */
export async function rename(needs: SettingsNeeds, token: Token, name: string): Promise<void> {
  if (token.origin === 'server') {
    await alone(async () => {
      const { pushEndpoint } = await send(needs, { ...token, name });
      await needs.vault.change(token.serial, { pushEndpoint });
    });
  }
  await needs.vault.rename(token.serial, name);
}

/**
 * Switches Autosend. Switching on asks for the browser's permission when it is missing.
 * @returns the changed token
 */
export async function switchAutosend(needs: SettingsNeeds, token: ServerToken, on: boolean): Promise<ServerToken> {
  if (on) {
    await askPushPermission();
  }
  return alone(async () => {
    const { pushEnabled, pushEndpoint } = await send(needs, { ...token, pushEnabled: on });
    needs.records.log({ kind: 'autosend', serial: token.serial, outcome: pushEnabled ? 'on' : 'off' });
    return needs.vault.change(token.serial, { pushEnabled, pushEndpoint });
  });
}

async function send(
  { vault, api, records }: SettingsNeeds,
  wanted: ServerToken,
): Promise<{ readonly pushEnabled: boolean; readonly pushEndpoint: string | null }> {
  const push = wanted.pushEnabled ? await subscribeToPush(await api.vapidKey()) : null;
  const settings = { name: wanted.name, pushEnabled: wanted.pushEnabled, push };
  const jws = await vault.sign(wanted.serial, (envelope) => settingsMessage(envelope, settings));
  try {
    const { pushEnabled, webPush } = await api.settings(jws);
    return { pushEnabled, pushEndpoint: webPush ? (push?.endpoint ?? null) : null };
  } catch (thrown) {
    records.log({ kind: 'settings-failed', serial: wanted.serial, outcome: codeOf(thrown) });
    throw thrown;
  }
}

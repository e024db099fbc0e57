import { settingsMessage } from '../core/device-messages.ts';
import { askPushPermission, subscribeToPush } from '../platform/push.ts';
import type { DeviceApi } from '../server/device-api.ts';
import type { ServerToken, Token } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

export interface SettingsNeeds {
  readonly vault: Vault;
  readonly api: DeviceApi;
}

/** Renames a token here, and at its server if it has one. */
export async function rename(needs: SettingsNeeds, token: Token, name: string): Promise<void> {
  if (token.origin === 'server') {
    const { pushEndpoint } = await send(needs, { ...token, name });
    await needs.vault.change(token.serial, { pushEndpoint });
  }
  await needs.vault.rename(token.serial, name);
}

/**
 * Switches Autosend. Switching on asks for the browser's permission when it is missing.
 * @returns the changed token, and whether requests can reach this device while the app is closed
 */
export async function switchAutosend(
  needs: SettingsNeeds,
  token: ServerToken,
  on: boolean,
): Promise<{ readonly token: ServerToken; readonly reachable: boolean }> {
  if (on) {
    await askPushPermission();
  }
  const { pushEnabled, pushEndpoint } = await send(needs, { ...token, pushEnabled: on });
  return {
    token: await needs.vault.change(token.serial, { pushEnabled, pushEndpoint }),
    reachable: pushEndpoint !== null,
  };
}

async function send(
  { vault, api }: SettingsNeeds,
  wanted: ServerToken,
): Promise<{ readonly pushEnabled: boolean; readonly pushEndpoint: string | null }> {
  const push = wanted.pushEnabled ? await subscribeToPush(await api.vapidKey()) : null;
  const settings = { name: wanted.name, pushEnabled: wanted.pushEnabled, push };
  const jws = await vault.sign(wanted.serial, (envelope) => settingsMessage(envelope, settings));
  return { pushEnabled: await api.settings(jws), pushEndpoint: push?.endpoint ?? null };
}

import { LiveConnection } from '../approve/live-connection.ts';
import { Requests } from '../approve/requests.ts';
import type { DeviceDescription } from '../core/enrollment.ts';
import { Store } from '../core/store.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { stretchInWorker } from '../platform/argon2.ts';
import { thisDevice } from '../platform/device.ts';
import { webLocks } from '../platform/locks.ts';
import { closeNotifications } from '../platform/notifications.ts';
import { subscribeToPush } from '../platform/push.ts';
import { onWorkerNotice, registerWorker } from '../platform/service-worker.ts';
import { Records, openRecords } from '../records/records.ts';
import { databases } from '../platform/storage.ts';
import { onOtherTabChange, tellOtherTabs } from '../platform/tabs.ts';
import { type DeviceApi, deviceApi } from '../server/device-api.ts';
import { Pins } from '../pin/pins.ts';
import { keepReachable } from '../settings/reach.ts';
import { removeAll } from '../settings/removal.ts';
import { openDatabase } from '../vault/database.ts';
import { type Token, serverTokens } from '../vault/token.ts';
import { Vault } from '../vault/vault.ts';
import { AppLock } from './app-lock.ts';
import { goTo } from './route.ts';

/** Everything that the screens share. */
export interface Services {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly clock: Clock;
  readonly origin: string;
  readonly device: DeviceDescription;
  readonly tokens: Store<readonly Token[]>;
  readonly requests: Requests;
  readonly pins: Pins;
  readonly lock: AppLock;
  /** Whether this device can keep the app locked. */
  readonly canLock: () => Promise<boolean>;
  readonly records: Records;
  /** Lets a new version in, once the person agrees; null while there is none. */
  readonly update: Store<(() => void) | null>;
  /** Reads the tokens again after a change here. */
  readonly refresh: () => void;
}

/** Opens the vault and connects the parts. */
export async function startServices(): Promise<Services> {
  const clock = systemClock;
  const api = deviceApi();
  const vault = new Vault(await openDatabase(databases), clock, webLocks, stretchInWorker);
  const records = new Records(await openRecords(databases).catch(() => null), clock);
  const tokens = new Store<readonly Token[]>(await vault.tokens());
  const update = new Store<(() => void) | null>(null);
  const read = async (): Promise<void> => {
    tokens.set(await vault.tokens());
  };
  const refresh = (): void => {
    void read().then(tellOtherTabs);
  };
  const reach = (ended?: ReadonlyMap<string, string>): void => {
    // Best effort: requests still appear while the app is open, and the next start tries again.
    keepReachable({ vault, api, withLock: webLocks, subscribe: subscribeToPush }, ended)
      .then((told) => {
        if (told > 0) {
          refresh();
        }
      })
      .catch(() => undefined);
  };
  const requests = new Requests({
    vault,
    api,
    clock,
    records,
    tokens: () => serverTokens(tokens.value),
    onChanged: refresh,
    onUnreached: (lost) => {
      reach(new Map(lost.map(({ serial, pushEndpoint }) => [serial, pushEndpoint ?? ''])));
    },
  });
  reach();
  followNotifications(requests);
  const pins = new Pins({ vault, api, records, onChanged: refresh });
  const connection = new LiveConnection(requests, api, clock);
  holdWhileSeen(connection, requests, tokens);
  const lock = await AppLock.start({
    vault,
    clock,
    tokens,
    tell: tellOtherTabs,
    removing: async (going, act) => {
      await removeAll({ vault, api, records }, going, act);
      await read();
    },
  });
  closeWhenLeft(vault, lock);
  onOtherTabChange(() => {
    void read();
    void lock.reread();
  });
  onWorkerNotice((notice) => {
    void requests.check().catch(() => undefined);
    if (notice.kind === 'open' && notice.request !== null) {
      goTo(`request/${notice.request}`);
    }
  });
  registerWorker((act) => {
    update.set(act);
  }).catch(() => {
    // Without a worker the app works while its page is open and the network is there.
  });
  return {
    vault,
    api,
    clock,
    origin: location.origin,
    device: thisDevice(),
    tokens,
    requests,
    pins,
    lock,
    canLock: () => lock.isPossible(),
    records,
    update,
    refresh,
  };
}

/** What a PIN has opened does not stay open in a pocket. */
function closeWhenLeft(vault: Vault, lock: AppLock): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      vault.pins.closeAll();
      lock.left();
    } else {
      lock.returned();
    }
  });
}

/** What is answered or over here must not go on asking on the lock screen. */
function followNotifications(requests: Requests): void {
  const open = (): Set<string> => new Set(requests.waiting.value.requests.map(({ id }) => id));
  let before = open();
  requests.waiting.subscribe(() => {
    const now = open();
    const over = new Set([...before].filter((id) => !now.has(id)));
    before = now;
    if (over.size > 0) {
      void closeNotifications(over).catch(() => undefined);
    }
  });
}

function holdWhileSeen(connection: LiveConnection, requests: Requests, tokens: Store<readonly Token[]>): void {
  const serials = (): string =>
    serverTokens(tokens.value)
      .filter(({ state }) => state === 'active')
      .map(({ serial }) => serial)
      .join(' ');
  const follow = (): void => {
    if (document.visibilityState === 'visible') {
      connection.start();
    } else {
      connection.stop();
    }
  };
  let connected = serials();
  tokens.subscribe(() => {
    if (serials() !== connected) {
      connected = serials();
      follow();
    }
  });
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('online', follow);
  window.addEventListener('offline', () => {
    connection.stop();
    requests.setConnection('offline');
  });
  follow();
}

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { type BiometricSupport, biometricSupport } from '../platform/biometric.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/icon.tsx';
import { Notice, ScreenTitle, Switch } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import { Stage } from '../ui/stage.tsx';
import type { AppLock } from './app-lock.ts';

/** Nothing is seen of the app until its person has shown who they are. */
export function LockScreen({ lock }: { readonly lock: AppLock }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  return (
    <Stage
      centred
      actions={
        <Button
          large
          wide
          busy={busy}
          icon="finger"
          onPress={() => {
            setBusy(true);
            setRefused(false);
            lock
              .unlock()
              .catch(() => {
                setRefused(true);
              })
              .finally(() => {
                setBusy(false);
              });
          }}
        >
          {texts.lock.unlock}
        </Button>
      }
    >
      <span class="welcome-mark">
        <Mark />
      </span>
      <ScreenTitle>{texts.lock.title}</ScreenTitle>
      <p class="quiet lead">{texts.lock.body}</p>
      <div role="alert">
        {refused && (
          <Notice tone="look" icon="warning">
            {texts.lock.refused}
          </Notice>
        )}
      </div>
    </Stage>
  );
}

/** The switch in the settings; where the device cannot check its user, it says why. */
export function LockSwitch({ lock }: { readonly lock: AppLock }): JSX.Element {
  const state = useStored(lock.state);
  const [support, setSupport] = useState<BiometricSupport | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    void biometricSupport().then(setSupport);
  }, []);
  return (
    <section class="card section">
      {support === 'no_authenticator' && state === 'off' ? (
        <Notice tone="calm" icon="finger">
          {texts.lock.missing}
        </Notice>
      ) : (
        <Switch
          label={texts.lock.label}
          hint={texts.lock.hint}
          on={state !== 'off'}
          busy={busy || support === null}
          onChange={(on) => {
            setBusy(true);
            setError(null);
            (on ? lock.switchOn() : lock.switchOff())
              .catch((thrown: unknown) => {
                setError(texts.errors[codeOf(thrown)]);
              })
              .finally(() => {
                setBusy(false);
              });
          }}
        />
      )}
      <div role="alert">
        {error && (
          <Notice tone="bad" icon="warning">
            {error}
          </Notice>
        )}
      </div>
    </section>
  );
}

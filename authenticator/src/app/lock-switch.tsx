import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { type BiometricSupport, biometricSupport } from '../platform/biometric.ts';
import { listed } from '../texts/format.ts';
import { texts } from '../texts/index.ts';
import { Fault, Notice, Switch } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import type { AppLock } from './app-lock.ts';

/** The switch in the settings; where the device cannot check its user or a policy holds it, it says why. */
export function LockSwitch({ lock }: { readonly lock: AppLock }): JSX.Element {
  const state = useStored(lock.state);
  const demandedBy = useStored(lock.demandedBy);
  const isDemanded = demandedBy.length > 0;
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
          hint={isDemanded ? texts.lock.demandedHint(listed(demandedBy)) : texts.lock.hint}
          on={state !== 'off'}
          busy={busy || support === null || isDemanded}
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
      <Fault tone="bad">{error}</Fault>
    </section>
  );
}

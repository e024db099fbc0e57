import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { codeOf } from '../core/errors.ts';
import { listed } from '../texts/format.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/icon.tsx';
import { Dialog, Fault, ScreenTitle, Sign } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import { Stage } from '../ui/stage.tsx';
import type { AppLock } from './app-lock.ts';
import { goTo } from './route.ts';

interface LockProps {
  readonly lock: AppLock;
  /** There is no lock yet, and a token's policy wants one. */
  readonly demanded: boolean;
}

/** Nothing is seen of the app until its person has shown who they are, or has set up the lock that a policy wants. */
export function LockScreen(props: LockProps): JSX.Element {
  const [isLost, setLost] = useState(false);
  return isLost ? (
    <WayOut
      {...props}
      onBack={() => {
        setLost(false);
      }}
    />
  ) : (
    <Locked
      {...props}
      onLost={() => {
        setLost(true);
      }}
    />
  );
}

function Locked({ lock, demanded, onLost }: LockProps & { readonly onLost: () => void }): JSX.Element {
  const demandedBy = useStored(lock.demandedBy);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const open = (): void => {
    setBusy(true);
    setRefused(false);
    (demanded ? lock.switchOn() : lock.unlock())
      .catch(() => {
        setRefused(true);
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <Stage
      centred
      actions={
        <>
          <Button large wide busy={busy} icon="finger" onPress={open}>
            {demanded ? texts.lock.switchOn : texts.lock.unlock}
          </Button>
          {refused && (
            <Button large wide kind="plain" onPress={onLost}>
              {texts.lock.lost}
            </Button>
          )}
        </>
      }
    >
      <span class="welcome-mark">
        <Mark />
      </span>
      <ScreenTitle>{demanded ? texts.lock.demandedTitle : texts.lock.title}</ScreenTitle>
      <p class="quiet lead">{demanded ? texts.lock.demandedBody(listed(demandedBy)) : texts.lock.body}</p>
      <Fault tone="look">{refused ? (demanded ? texts.lock.notSet : texts.lock.refused) : null}</Fault>
    </Stage>
  );
}

/** For those whom the device no longer recognises: what it costs, and a question before it happens. */
function WayOut({ lock, demanded, onBack }: LockProps & { readonly onBack: () => void }): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const cost = lock.costOfGivingUp();
  const giveUp = (): void => {
    setBusy(true);
    lock
      .giveUp()
      .then(() => {
        goTo('');
      })
      .catch((thrown: unknown) => {
        setBusy(false);
        setAsking(false);
        setError(texts.errors[codeOf(thrown)]);
      });
  };
  return (
    <Stage
      centred
      actions={
        <>
          <Button
            large
            wide
            kind="danger-quiet"
            onPress={() => {
              setAsking(true);
            }}
          >
            {demanded ? texts.lock.giveUpDemanded : texts.lock.giveUp}
          </Button>
          <Button large wide kind="plain" onPress={onBack}>
            {texts.back}
          </Button>
        </>
      }
    >
      <Sign tone="look" icon="warning" />
      <ScreenTitle>{texts.lock.lostTitle}</ScreenTitle>
      <p class="quiet lead">{demanded ? texts.lock.lostDemandedBody : texts.lock.lostBody}</p>
      <p>{texts.lock.lostTokens(cost)}</p>
      {!demanded && cost.kept > 0 && <p class="quiet">{texts.lock.lostKept}</p>}
      <Fault tone="look">{error}</Fault>
      {asking && (
        <Dialog
          title={texts.lock.giveUpTitle}
          onClose={() => {
            setAsking(false);
          }}
        >
          <p>{texts.lock.lostTokens(cost)}</p>
          <Button wide kind="danger" busy={busy} onPress={giveUp}>
            {texts.lock.giveUpYes}
          </Button>
          <Button
            wide
            kind="secondary"
            onPress={() => {
              setAsking(false);
            }}
          >
            {texts.cancel}
          </Button>
        </Dialog>
      )}
    </Stage>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { PinEntry } from '../pin/pin-entry.tsx';
import type { Pins } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/parts.tsx';
import { useStored } from '../ui/reading.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Vault } from '../vault/vault.ts';

/** Hides a token's passcodes until its PIN is given; then shows them for two minutes at most, or until the app is left. */
export function PinGuard(props: {
  readonly token: ServerToken;
  readonly vault: Vault;
  readonly pins: Pins;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { token, vault, pins } = props;
  const open = useStored(vault.pins.opened).has(token.serial);
  const [asking, setAsking] = useState(false);
  const [unlocked, setUnlocked] = useState<'no' | 'verified' | 'unverified'>('no');
  // Open without this card's doing: for an approval, whose end closes it.
  if (open && unlocked !== 'no') {
    return (
      <>
        {props.children}
        {unlocked === 'unverified' && (
          <Notice tone="look" icon="offline">
            {texts.pin.unverified}
          </Notice>
        )}
        <Button
          kind="plain"
          wide
          onPress={() => {
            vault.pins.close(token.serial);
            setUnlocked('no');
            setAsking(false);
          }}
        >
          {texts.pin.hide}
        </Button>
      </>
    );
  }
  if (!asking) {
    return (
      <>
        <div class="token-code">
          <p class="code token-hidden" aria-hidden="true">
            ••• •••
          </p>
        </div>
        <Button
          kind="secondary"
          wide
          icon="key"
          onPress={() => {
            setAsking(true);
          }}
        >
          {texts.pin.enter}
          <span class="only-heard"> {texts.tokens.passcodeOf(token.name)}</span>
        </Button>
      </>
    );
  }
  return (
    <PinEntry
      token={token}
      pins={pins}
      action={texts.pin.show}
      onOpen={(verified) => {
        setUnlocked(verified ? 'verified' : 'unverified');
        setAsking(false);
      }}
      onLocked={() => {
        setAsking(false);
      }}
    />
  );
}

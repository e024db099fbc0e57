import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { grouped } from '../core/passcode.ts';
import { copyPasscode } from '../platform/clipboard.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import type { Token } from '../vault/token.ts';

/** A passcode, large and in groups, with what is to be known about it. */
export function Row(props: {
  readonly token: Token;
  readonly passcode: string;
  /** What it is called; 'Passcode of …' where nothing else is said. */
  readonly what?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="token-code">
      <p class={props.passcode.length > 6 ? 'code code-long' : 'code'}>
        <span class="only-heard">{props.what ?? texts.tokens.passcodeOf(props.token.name)}: </span>
        {grouped(props.passcode)}
      </p>
      {props.children}
    </div>
  );
}

/** Copies a passcode and says so. */
export function CopyButton(props: {
  readonly token: Token;
  readonly passcode: string;
  readonly what?: string;
}): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    setOutcome(null);
  }, [props.passcode]);
  const words = {
    copied: texts.tokens.copied,
    refused: texts.tokens.copyRefused,
  };
  return (
    <div class="token-copy">
      <Button
        kind="secondary"
        wide
        icon={outcome === 'copied' ? 'check' : 'copy'}
        onPress={() => {
          void copyPasscode(props.passcode).then((copied) => {
            setOutcome(copied ? 'copied' : 'refused');
          });
        }}
      >
        {outcome === null ? texts.tokens.copy : words[outcome]}
        <span class="only-heard"> {props.what ?? texts.tokens.passcodeOf(props.token.name)}</span>
      </Button>
      <p class="only-heard" role="status">
        {outcome === 'copied' ? `${texts.tokens.copied}. ${texts.tokens.copiedHint}` : ''}
      </p>
    </div>
  );
}

import type { JSX } from 'preact';
import type { ErrorCode } from '../core/errors.ts';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';

/** The app could not open its storage. */
export function StartFailed(props: { readonly code: ErrorCode }): JSX.Element {
  return (
    <Stage
      centred
      actions={
        <Button
          large
          wide
          onPress={() => {
            location.reload();
          }}
        >
          {texts.tryAgain}
        </Button>
      }
    >
      <Sign tone="look" icon="warning" />
      <ScreenTitle>{texts.name}</ScreenTitle>
      <p class="quiet lead">{texts.errors[props.code]}</p>
    </Stage>
  );
}

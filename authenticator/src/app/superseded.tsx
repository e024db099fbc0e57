import type { JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';

/** A newer version runs in another tab and has taken the storage over: nothing works here until the page is loaded anew. */
export function Superseded(): JSX.Element {
  return (
    <Stage
      centred
      actions={
        <Button
          large
          wide
          icon="refresh"
          onPress={() => {
            location.reload();
          }}
        >
          {texts.update.reload}
        </Button>
      }
    >
      <Sign tone="look" icon="refresh" />
      <ScreenTitle>{texts.update.elsewhere}</ScreenTitle>
      <p class="quiet lead">{texts.update.elsewhereBody}</p>
    </Stage>
  );
}

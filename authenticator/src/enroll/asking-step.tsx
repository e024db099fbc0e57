import type { JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import { Head } from './steps.tsx';

/**
 * The browser asks whether notifications are allowed. Some browsers ask so quietly that nobody sees it, and then they never
 * answer: the person can go on without.
 */
export function AskingStep(props: { readonly onGoOn: () => void }): JSX.Element {
  return (
    <Stage
      centred
      head={<Head step={3} />}
      actions={
        <Button large wide kind="plain" onPress={props.onGoOn}>
          {texts.enroll.askingGoOn}
        </Button>
      }
    >
      <Sign tone="accent" icon="bell" />
      <ScreenTitle>{texts.enroll.askingTitle}</ScreenTitle>
      <p class="quiet lead">{texts.enroll.askingBody}</p>
    </Stage>
  );
}

import type { JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';

/** Nothing works here until the page is loaded anew: what happened, and the button that does it. */
export function ReloadStage(props: {
  readonly sign: IconName;
  readonly title: string;
  readonly body: string;
  readonly label?: string;
}): JSX.Element {
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
          {props.label ?? texts.tryAgain}
        </Button>
      }
    >
      <Sign tone="look" icon={props.sign} />
      <ScreenTitle>{props.title}</ScreenTitle>
      <p class="quiet lead">{props.body}</p>
    </Stage>
  );
}

import type { JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Fault, ScreenTitle, Sign } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { Trouble } from './trouble.ts';

/** After Deny: changed one's mind, or was it somebody else? */
export function WhyScreen(props: {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly onReason: (reason: 'cancelled' | 'not_me') => void;
  readonly onBack: () => void;
}): JSX.Element {
  const choice = (reason: 'cancelled' | 'not_me', icon: IconName, title: string, hint: string): JSX.Element => (
    <button
      type="button"
      class={`reason reason-${reason}`}
      aria-disabled={props.busy}
      onClick={() => {
        if (!props.busy) {
          props.onReason(reason);
        }
      }}
    >
      <Icon name={icon} />
      <span>
        <strong>{title}</strong>
        <span class="quiet small">{hint}</span>
      </span>
    </button>
  );
  return (
    <Stage
      centred
      actions={
        <>
          <Fault tone="look">{props.trouble && props.trouble.words}</Fault>
          {choice('not_me', 'warning', texts.request.notMe, texts.request.notMeHint)}
          {choice('cancelled', 'cross', texts.request.cancelled, texts.request.cancelledHint)}
          <Button large wide kind="plain" busy={props.busy} onPress={props.onBack}>
            {texts.request.backToRequest}
          </Button>
        </>
      }
    >
      <Sign tone="calm" icon="shield" />
      <ScreenTitle>{texts.request.whyTitle}</ScreenTitle>
      <p class="quiet lead">{texts.request.whyBody}</p>
    </Stage>
  );
}

import type { JSX } from 'preact';
import { displayText } from '../core/push-request.ts';
import { PinEntry } from '../pin/pin-entry.tsx';
import { PinForm } from '../pin/pin-form.tsx';
import { type Pins, pinOf } from '../pin/pins.ts';
import { texts } from '../texts/index.ts';
import { IconButton } from '../ui/button.tsx';
import { Fault, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';
import type { GenuineRequest } from '../vault/genuine-request.ts';
import type { ServerToken } from '../vault/token.ts';
import type { Trouble } from './trouble.ts';
import type { GivenPin } from './waiting.ts';

/** The PIN for an approval: a token PIN opens the token here, a server PIN goes to the server with the answer. */
export function PinScreen(props: {
  readonly request: GenuineRequest;
  readonly token: ServerToken;
  readonly pins: Pins;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly onPin: (pin: GivenPin) => void;
  readonly onTyped: () => void;
  readonly onLocked: () => void;
  readonly onBack: () => void;
}): JSX.Element {
  const { request, token, pins, busy } = props;
  return (
    <Stage
      head={
        <div class="page-head">
          <IconButton icon="back" name={texts.request.backToRequest} onPress={props.onBack} />
          <ScreenTitle>{texts.pin.approveTitle}</ScreenTitle>
        </div>
      }
    >
      <p class="quiet">{texts.pin.approveBody(displayText(request.application) ?? texts.unknown)}</p>
      {pinOf(token).kind === 'TOKEN' ? (
        <PinEntry
          token={token}
          pins={pins}
          action={texts.request.approve}
          onOpen={(verified) => {
            props.onPin({ verified, server: null });
          }}
          onLocked={props.onLocked}
        />
      ) : (
        <PinForm
          token={token}
          action={texts.request.approve}
          busy={busy}
          error={null}
          onPin={(server) => {
            props.onPin({ verified: false, server });
          }}
          onTyped={props.onTyped}
        />
      )}
      <Fault tone="look">{props.trouble && props.trouble.words}</Fault>
    </Stage>
  );
}

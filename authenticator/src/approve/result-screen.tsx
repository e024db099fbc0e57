import type { JSX } from 'preact';
import { displayText } from '../core/push-request.ts';
import type { RequestEnd } from '../core/request-history.ts';
import { texts } from '../texts/index.ts';
import type { IconName } from '../ui/icon.tsx';
import { ScreenTitle, Sign, type Tone } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';

export type Result =
  | 'approved'
  | 'cancelled'
  | 'reported'
  | 'expired'
  | 'superseded'
  | 'elsewhere'
  | 'answered'
  | 'numberWrong'
  | 'gone'
  | 'locked';

const SIGNS: Record<Result, readonly [Tone, IconName]> = {
  approved: ['good', 'check'],
  cancelled: ['calm', 'cross'],
  reported: ['bad', 'shield'],
  expired: ['look', 'clock'],
  superseded: ['calm', 'refresh'],
  elsewhere: ['calm', 'info'],
  answered: ['calm', 'info'],
  numberWrong: ['bad', 'cross'],
  gone: ['calm', 'info'],
  locked: ['bad', 'warning'],
};

/** How a request ended, what was done about it, and the one next step. */
export function ResultScreen(props: {
  readonly result: Result;
  readonly how: RequestEnd | null;
  readonly application: string;
  readonly next: string | null;
}): JSX.Element {
  const [tone, icon] = SIGNS[props.result];
  return (
    <Stage
      centred
      actions={
        <>
          {props.next !== null && (
            <a class="button button-primary button-large button-wide" href={`#request/${props.next}`}>
              {texts.result.nextRequest}
            </a>
          )}
          <a
            class={`button button-large button-wide ${props.next === null ? 'button-primary' : 'button-plain'}`}
            href="#"
          >
            {texts.result.toTokens}
          </a>
        </>
      }
    >
      <Sign tone={tone} icon={icon} />
      <ScreenTitle>{texts.result[props.result]}</ScreenTitle>
      <p class="quiet lead">{bodyOf(props.result, props.application, props.how)}</p>
    </Stage>
  );
}

function bodyOf(result: Result, application: string, how: RequestEnd | null): string {
  switch (result) {
    case 'approved':
      return texts.result.approvedBody(displayText(application) ?? texts.unknown);
    case 'elsewhere':
      return texts.result.elsewhereBody(
        how === 'APPROVED' || how === 'DENIED' || how === 'REPORTED' ? texts.result.how[how] : texts.unknown,
      );
    default:
      return texts.result[`${result}Body`];
  }
}

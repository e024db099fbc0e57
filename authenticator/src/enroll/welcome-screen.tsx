import type { JSX } from 'preact';
import { pushPermission } from '../platform/push.ts';
import { texts } from '../texts/index.ts';
import { Icon, Mark } from '../ui/icon.tsx';
import { Notice, ScreenTitle } from '../ui/parts.tsx';
import { Stage } from '../ui/stage.tsx';

/** The first start: one way forward. */
export function WelcomeScreen(): JSX.Element {
  return (
    <Stage
      centred
      actions={
        <a class="button button-primary button-large button-wide" href="#add">
          {texts.welcome.start}
        </a>
      }
    >
      <span class="welcome-mark">
        <Mark />
      </span>
      <ScreenTitle>{texts.welcome.title}</ScreenTitle>
      <p class="quiet lead">{texts.welcome.body}</p>
      <ul class="points">
        {texts.welcome.points.map((point) => (
          <li key={point}>
            <Icon name="check" />
            <span>{point}</span>
          </li>
        ))}
      </ul>
      {pushPermission() === 'home-screen' && (
        <Notice tone="look" icon="info">
          {texts.reach['home-screen']}
        </Notice>
      )}
    </Stage>
  );
}

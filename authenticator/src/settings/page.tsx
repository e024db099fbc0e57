import type { ComponentChildren, JSX } from 'preact';
import { texts } from '../texts/index.ts';
import { IconLink } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { ScreenTitle } from '../ui/parts.tsx';

/** A page below the settings: the way back, its title, its content. */
export function Page(props: {
  readonly back: string;
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <main class="page">
      <div class="page-head">
        <IconLink icon="back" name={texts.back} href={props.back} />
        <ScreenTitle>{props.title}</ScreenTitle>
      </div>
      {props.children}
    </main>
  );
}

/** Rows that each lead to a screen. */
export function Links(props: {
  readonly links: readonly {
    readonly href: string;
    readonly icon: IconName;
    readonly title: string;
    readonly hint?: string;
  }[];
}): JSX.Element {
  return (
    <ul class="card rows links">
      {props.links.map(({ href, icon, title, hint }) => (
        <li key={href}>
          <a class="row row-link" href={href}>
            <span class="row-sign">
              <Icon name={icon} />
            </span>
            <span class="row-words">
              <span class="row-title">{title}</span>
              {hint !== undefined && <span class="quiet small">{hint}</span>}
            </span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ul>
  );
}

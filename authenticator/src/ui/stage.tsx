import type { ComponentChildren, JSX } from 'preact';

/** One thing per screen: content in the middle, what to do at the bottom within the thumb's reach. */
export function Stage(props: {
  readonly head?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly centred?: boolean;
}): JSX.Element {
  return (
    <main class="stage">
      <div class="stage-panel">
        {props.head}
        <div class={props.centred ? 'stage-content stage-centred' : 'stage-content'}>{props.children}</div>
        {props.actions && <div class="stage-actions">{props.actions}</div>}
      </div>
    </main>
  );
}

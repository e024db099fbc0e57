import type { JSX } from 'preact';

const RADIUS = 20;
const LENGTH = 2 * Math.PI * RADIUS;

/** How much time is left, as ring and number; the words are for those who hear the page. */
export function Ring(props: { readonly left: number; readonly of: number; readonly words: string }): JSX.Element {
  const fraction = Math.max(0, Math.min(1, props.left / props.of));
  return (
    <span class={fraction <= 0.2 ? 'ring ring-look' : 'ring'}>
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle cx="22" cy="22" r={RADIUS} />
        <circle
          class="ring-left"
          cx="22"
          cy="22"
          r={RADIUS}
          stroke-dasharray={LENGTH}
          stroke-dashoffset={LENGTH * (1 - fraction)}
        />
      </svg>
      <span aria-hidden="true">{props.left}</span>
      <span class="only-heard">{props.words}</span>
    </span>
  );
}

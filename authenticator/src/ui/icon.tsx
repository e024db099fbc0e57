import type { JSX } from 'preact';

const PATHS = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  bell: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20.5a2.2 2.2 0 0 0 4 0',
  bellOff: 'M4 4l16 16M8 5.5A6 6 0 0 1 18 10c0 2.3.4 3.8.9 4.9M6 10c0 5-2 6-2 7h13M10 20.5a2.2 2.2 0 0 0 4 0',
  check: 'M5 12.5l4.5 4.5L19 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  copy: 'M9 8.5h9.5v11H9zM6 15.5H5.5v-11H15V5',
  cross: 'M6 6l12 12M18 6L6 18',
  down: 'M5 9l7 7 7-7',
  erase: 'M9 6h11v12H9l-5-6zM12 9.5l5 5M17 9.5l-5 5',
  finger:
    'M7 19c1-2 1.5-4 1.5-7a3.5 3.5 0 0 1 7 0c0 3-.3 5.500-1 8M12 12c0 3.500-.5 6-1.800 8.500M5 15.500c.4-1 .5-2.200.5-3.500a6.500 6.500 0 0 1 13 0c0 2-.1 3.800-.4 5.500M7 5.200a8.500 8.500 0 0 1 10 0',
  help: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .9-1 1.7M12 16.5v.01',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5L13 16l2.5-2.5L20 18M15.5 8.5v.01',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 8v.01',
  key: 'M11 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0M11 12h9.5M17.5 12v3.5',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01',
  next: 'M9 5l7 7-7 7',
  offline: 'M4 4l16 16M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 4.5-2.6M19 12.5a10 10 0 0 0-3-2M12 19.5v.01',
  paste: 'M8 5.5H6v15h12v-15h-2M9 3.5h6v4H9z',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4v5h-5',
  scan: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M8.5 8.5h7v7h-7z',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4M9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4',
  share: 'M12 15V4M8 7.5L12 3.5l4 4M6 11.5H5v9h14v-9h-1',
  shield: 'M12 3.5l7 2.5v5.5c0 4.3-2.9 7.6-7 9-4.1-1.4-7-4.7-7-9V6z',
  torch: 'M8 3h8v4l-2 3v10h-4V10L8 7zM8 7h8M12 13v1.5',
  up: 'M5 15l7-7 7 7',
  warning: 'M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.01',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon. It says nothing by itself: words stand beside it or on its button. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={name === 'back' || name === 'next' ? 'icon icon-along' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: a check drawn as a pen stroke. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      <path d="M6.2 25.3c1.5-2.3 4.5-2.8 6.6-.9 2.4 2.2 4.2 4.9 5.7 7.8C23.7 21 31.5 11.9 41.3 5.7c1.1-.7 2.3.6 1.5 1.7C35 17.6 28.9 28.5 24 40.3c-1.3 3.1-5.4 3.5-7.2.6-2.9-4.6-5.9-9-10.2-12.8-.9-.8-1-1.9-.4-2.8z" />
    </svg>
  );
}

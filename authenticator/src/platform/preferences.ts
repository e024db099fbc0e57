export type Theme = 'system' | 'light' | 'dark';

const THEME = 'countersign.theme';

/** The theme that the person chose; a browser that keeps nothing gets the system's. */
export function readTheme(): Theme {
  try {
    return themeOf(localStorage.getItem(THEME));
  } catch {
    return 'system';
  }
}

export function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(THEME, theme);
  } catch {
    // Only the look of the next visit depends on it.
  }
}

/** Calls back when another tab chose a theme, until the returned function is called. */
export function onThemeElsewhere(listener: (theme: Theme) => void): () => void {
  const hear = ({ key, newValue }: StorageEvent): void => {
    if (key === THEME) {
      listener(themeOf(newValue));
    }
  };
  window.addEventListener('storage', hear);
  return () => {
    window.removeEventListener('storage', hear);
  };
}

/** Puts the theme on the page; the style sheets do the rest, except for the bar that the browser paints itself. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
  for (const bar of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    // Each has its colour for one scheme; of a chosen theme both get the same.
    bar.dataset['own'] ??= bar.content;
    bar.content = theme === 'system' ? bar.dataset['own'] : barColour(theme);
  }
}

function barColour(theme: 'light' | 'dark'): string {
  const bar = document.querySelector<HTMLMetaElement>(`meta[name="theme-color"][media*="${theme}"]`);
  return bar?.dataset['own'] ?? bar?.content ?? '';
}

function themeOf(stored: string | null): Theme {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export type Theme = 'system' | 'light' | 'dark';

const THEME = 'countersign.theme';

/** The theme that the person chose; a browser that keeps nothing gets the system's. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(THEME);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
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

/** Puts the theme on the page; the style sheets do the rest. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
}

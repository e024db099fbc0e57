const CLEAR_AFTER_MILLISECONDS = 60_000;
let pendingClear: ReturnType<typeof setTimeout> | undefined;

/** Copies a passcode and empties the clipboard a minute later where the browser allows; false if it could not copy. */
export async function copyPasscode(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(pendingClear);
  pendingClear = setTimeout(() => void clear(text), CLEAR_AFTER_MILLISECONDS);
  return true;
}

/** The clipboard's text; null where the browser or the person says no. */
export async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}

async function clear(copied: string): Promise<void> {
  try {
    const permission = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    if (permission.state === 'granted' && (await navigator.clipboard.readText()) !== copied) {
      return;
    }
  } catch {
    // Reading is not offered everywhere; then the clipboard is emptied whatever it holds.
  }
  try {
    await navigator.clipboard.writeText('');
  } catch {
    // Without focus a page may not write: the passcode has expired by now anyway.
  }
}

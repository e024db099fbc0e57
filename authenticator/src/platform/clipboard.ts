import { type Clock, systemClock } from './clock.ts';

const CLEAR_AFTER_MILLISECONDS = 60_000;

/** What the browser lets a page do with the clipboard. */
export interface SystemClipboard {
  /** @throws where the page has no focus, or the browser wants a tap first */
  readonly write: (text: string) => Promise<void>;
  /** The clipboard's text; null where the browser does not say without asking the person. */
  readonly peek: () => Promise<string | null>;
  readonly hasFocus: () => boolean;
  /** Calls back at every moment in which the page may write, until the returned function is called. */
  readonly onChance: (listener: () => void) => () => void;
}

/** Copies passcodes, and sees to it that they do not stay. */
export class PasscodeClipboard {
  readonly #system: SystemClipboard;
  readonly #clock: Clock;
  #stop: () => void = () => undefined;

  constructor(system: SystemClipboard, clock: Clock) {
    this.#system = system;
    this.#clock = clock;
  }

  /** Copies a passcode and empties the clipboard a minute later, or as soon after that as the browser allows; false if it could not copy. */
  async copy(text: string): Promise<boolean> {
    try {
      await this.#system.write(text);
    } catch {
      return false;
    }
    this.#stop();
    this.#stop = this.#clock.after(CLEAR_AFTER_MILLISECONDS, () => {
      this.#clearWhenPossible(text);
    });
    return true;
  }

  /** Whoever has copied a passcode is usually elsewhere a minute later: then it goes when they come back. */
  #clearWhenPossible(copied: string): void {
    let busy = false;
    const attempt = (): void => {
      if (!busy && this.#system.hasFocus()) {
        busy = true;
        void this.#cleared(copied).then((done) => {
          busy = false;
          if (done) {
            stop();
          }
        });
      }
    };
    const stop = this.#system.onChance(attempt);
    this.#stop = stop;
    attempt();
  }

  async #cleared(copied: string): Promise<boolean> {
    try {
      const held = await this.#system.peek();
      // Where the browser does not say what is there, the clipboard is emptied whatever it holds.
      if (held === null || held === copied) {
        await this.#system.write('');
      }
      return true;
    } catch {
      return false;
    }
  }
}

const browser: SystemClipboard = {
  write: (text) => navigator.clipboard.writeText(text),
  peek: async () => {
    try {
      const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
      return state === 'granted' ? await navigator.clipboard.readText() : null;
    } catch {
      return null;
    }
  },
  hasFocus: () => document.hasFocus(),
  onChance: (listener) => {
    // The focus is enough for some browsers; the others want a tap or a key.
    const chances = ['focus', 'pointerup', 'keyup'] as const;
    chances.forEach((chance) => {
      window.addEventListener(chance, listener);
    });
    return () => {
      chances.forEach((chance) => {
        window.removeEventListener(chance, listener);
      });
    };
  },
};

const passcodes = new PasscodeClipboard(browser, systemClock);

export function copyPasscode(text: string): Promise<boolean> {
  return passcodes.copy(text);
}

/** The clipboard's text; null where the browser or the person says no. */
export async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}

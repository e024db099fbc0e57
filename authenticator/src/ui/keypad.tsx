import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface NumberEntryProps {
  readonly label: string;
  readonly hint: string;
  readonly digits: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly eraseName: string;
}

/** A field for a number of a few digits with its own large keypad; a real keyboard works as well. */
export function NumberEntry(props: NumberEntryProps): JSX.Element {
  const id = useId();
  const { digits, value, onChange } = props;
  // Fast typing brings the next digit before the last one is drawn.
  const current = useRef(value);
  current.current = value;
  const change = (changed: string): void => {
    current.current = changed;
    onChange(changed);
  };
  const press = (digit: string): void => {
    if (current.current.length < digits) {
      change(current.current + digit);
    }
  };
  const erase = (): void => {
    change(current.current.slice(0, -1));
  };
  useEffect(() => {
    // Digits typed anywhere on the screen are meant for the number.
    const type = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (/^[0-9]$/u.test(event.key)) {
        press(event.key);
      } else if (event.key === 'Backspace') {
        erase();
      }
    };
    window.addEventListener('keydown', type);
    return () => {
      window.removeEventListener('keydown', type);
    };
  }, []);
  const key = (digit: string): JSX.Element => (
    <button
      key={digit}
      type="button"
      class="key"
      onClick={() => {
        press(digit);
      }}
    >
      {digit}
    </button>
  );
  return (
    <div class="number">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="number-entry"
        inputMode="none"
        autocomplete="off"
        maxLength={digits}
        placeholder={'–'.repeat(digits)}
        value={value}
        aria-describedby={`${id}-hint`}
        onInput={(event) => {
          const typed = event.currentTarget.value.replace(/[^0-9]/gu, '').slice(0, digits);
          event.currentTarget.value = typed;
          change(typed);
        }}
      />
      <p class="only-heard" id={`${id}-hint`}>
        {props.hint}
      </p>
      <div class="keypad">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
        <span />
        {key('0')}
        <button
          type="button"
          class="key key-plain"
          aria-label={props.eraseName}
          onClick={() => {
            erase();
          }}
        >
          <Icon name="erase" />
        </button>
      </div>
    </div>
  );
}

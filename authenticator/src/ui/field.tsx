import type { JSX } from 'preact';
import { useId, useLayoutEffect } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | null;
  readonly kind?: 'text' | 'password' | 'search' | 'lines';
  readonly maximum?: number;
  /** What is typed: digits only, or letters that are read as capitals. */
  readonly keyboard?: 'digits' | 'capitals';
  /** Whether it takes the focus when it appears. */
  readonly focused?: boolean;
  readonly onLeave?: () => void;
  readonly autocomplete?: 'off' | 'current-password';
}

/** A field with its label, a hint before and an error after. */
export function Field(props: FieldProps): JSX.Element {
  const id = useId();
  const { kind = 'text', error = null } = props;
  useLayoutEffect(() => {
    if (props.focused) {
      document.getElementById(id)?.focus();
    }
  }, []);
  const describedBy = [props.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const shared = {
    id,
    class: props.keyboard === 'capitals' ? 'field-control field-capitals' : 'field-control',
    value: props.value,
    autocomplete: props.autocomplete ?? 'off',
    spellcheck: false,
    ...(props.keyboard === 'digits' ? { inputMode: 'numeric' as const } : {}),
    ...(props.keyboard === 'capitals' ? { autocapitalize: 'characters' as const } : {}),
    ...(props.onLeave === undefined ? {} : { onBlur: props.onLeave }),
    'aria-invalid': error !== null,
    ...(props.maximum === undefined ? {} : { maxLength: props.maximum }),
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    onInput: (event: JSX.TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      props.onChange(event.currentTarget.value);
    },
  } as const;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      {kind === 'lines' ? <textarea {...shared} rows={4} autocapitalize="off" /> : <input {...shared} type={kind} />}
      {props.hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <div role="alert">
        {error && (
          <p class="field-error" id={`${id}-error`}>
            <Icon name="warning" />
            <span>{error}</span>
          </p>
        )}
      </div>
    </div>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'plain' | 'danger' | 'danger-quiet';
  readonly icon?: IconName;
  readonly wide?: boolean;
  readonly large?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly onPress?: () => void;
  readonly children: ComponentChildren;
}

/** A button with words. While busy or disabled it keeps the focus and does nothing. */
export function Button(props: ButtonProps): JSX.Element {
  const { kind = 'primary', icon, wide, large, busy = false, disabled = false, submit = false, onPress } = props;
  const inert = busy || disabled;
  const classes = ['button', `button-${kind}`, wide ? 'button-wide' : '', large ? 'button-large' : ''];
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={classes.filter(Boolean).join(' ')}
      aria-disabled={inert}
      aria-busy={busy}
      onClick={(event) => {
        if (inert) {
          event.preventDefault();
        } else {
          onPress?.();
        }
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      <span>{props.children}</span>
    </button>
  );
}

/** A button that lets a person choose one file. */
export function FileButton(props: {
  readonly accept: string;
  readonly icon: IconName;
  readonly onFile: (file: File) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <label class="button button-secondary button-large button-wide button-file">
      <input
        type="file"
        class="only-heard"
        accept={props.accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file can be chosen again after it was changed.
          currentTarget.value = '';
          if (file) {
            props.onFile(file);
          }
        }}
      />
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </label>
  );
}

/** A button that shows an icon only; its name is heard and shown as a tooltip. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly name: string;
  readonly onPress: () => void;
}): JSX.Element {
  return (
    <button type="button" class="button button-icon" aria-label={props.name} title={props.name} onClick={props.onPress}>
      <Icon name={props.icon} />
    </button>
  );
}

/** A link that looks like an icon button. */
export function IconLink(props: {
  readonly icon: IconName;
  readonly name: string;
  readonly href: string;
}): JSX.Element {
  return (
    <a class="button button-icon" aria-label={props.name} title={props.name} href={props.href}>
      <Icon name={props.icon} />
    </a>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'calm' | 'accent' | 'good' | 'bad' | 'look';

/** The first letter of a name, for applications and organisations without a logo. */
export function Avatar(props: { readonly name: string; readonly large?: boolean }): JSX.Element {
  const initial = [...props.name.trim()][0]?.toLocaleUpperCase() ?? '?';
  return (
    <span class={props.large ? 'avatar avatar-large' : 'avatar'} aria-hidden="true">
      {initial}
    </span>
  );
}

/** The large sign over the words of an end or a beginning. */
export function Sign(props: { readonly tone: Tone; readonly icon: IconName }): JSX.Element {
  return (
    <span class={`sign sign-${props.tone}`}>
      <Icon name={props.icon} />
    </span>
  );
}

/** A sentence that matters now, with its icon. */
export function Notice(props: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`notice notice-${props.tone}`}>
      <Icon name={props.icon} />
      <div>{props.children}</div>
    </div>
  );
}

/** What went wrong, said as soon as it is there; its place is there before, or screen readers miss it. */
export function Fault(props: { readonly tone: 'bad' | 'look'; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div role="alert">
      {props.children && (
        <Notice tone={props.tone} icon="warning">
          {props.children}
        </Notice>
      )}
    </div>
  );
}

export type Fact = readonly [what: string, how: ComponentChildren];

/** What and how it is, line by line. */
export function Facts(props: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="facts">
      {props.facts.map(([what, how]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{how}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How far along several steps one is. */
export function Progress(props: { readonly step: number; readonly of: number; readonly words: string }): JSX.Element {
  return (
    <div>
      <ol class="progress" aria-hidden="true">
        {Array.from({ length: props.of }, (_, index) => (
          <li key={index} class={index < props.step ? 'reached' : ''} />
        ))}
      </ol>
      <p class="only-heard">{props.words}</p>
    </div>
  );
}

/** A switch with its words; the words belong to it and can be tapped. */
export function Switch(props: {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly busy: boolean;
  readonly onChange: (on: boolean) => void;
}): JSX.Element {
  const id = useId();
  return (
    <label class="switch">
      <span class="switch-words">
        <span class="field-label">{props.label}</span>
        <span class="quiet small" id={id}>
          {props.hint}
        </span>
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={props.on}
        disabled={props.busy}
        aria-describedby={id}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
    </label>
  );
}

/** One of a few, all visible. */
export function Choices<T extends string>(props: {
  readonly legend: string;
  readonly options: readonly (readonly [value: T, words: string])[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}): JSX.Element {
  const name = useId();
  return (
    <fieldset>
      <legend class="only-heard">{props.legend}</legend>
      <div class="choices">
        {props.options.map(([value, words]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={value === props.chosen}
              onChange={() => {
                props.onChoose(value);
              }}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A question over the page. Escape and the backdrop answer no. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={title}
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === dialog.current) {
          dialog.current?.close();
        }
      }}
    >
      <div class="dialog-body">
        <h2 id={title}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}

/**
 * The heading of a screen: takes the focus when the screen appears, so that it is heard. In the same moment, not a frame
 * later: a key pressed meanwhile would lose the place it had reached.
 */
export function ScreenTitle(props: { readonly children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {props.children}
    </h1>
  );
}

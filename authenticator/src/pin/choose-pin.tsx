import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type PinFault, normalisedPin, pinFault } from '../core/pin-rule.ts';
import type { PinRule } from '../core/policy-string.ts';
import { texts } from '../texts/index.ts';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

/** A PIN that somebody is choosing. */
export interface NewPin {
  readonly first: string;
  readonly again: string;
  /** Whether what is wrong is said: not before the first try. */
  readonly tried: boolean;
}

export const NO_PIN_YET: NewPin = { first: '', again: '', tried: false };

/** The chosen PIN; null while it may not be chosen or the two differ. */
export function chosenPin(rule: PinRule, { first, again }: NewPin): string | null {
  const fits = rule.kind !== 'NONE' && pinFault(first, rule) === null && normalisedPin(first) === normalisedPin(again);
  return fits ? first : null;
}

/** Two fields for a new PIN, and what it may be, before anything is typed. */
export function ChoosePin(props: {
  readonly rule: PinRule;
  readonly value: NewPin;
  readonly focused?: boolean;
  readonly onChange: (value: NewPin) => void;
}): JSX.Element {
  const { rule, value, onChange } = props;
  const [left, setLeft] = useState(false);
  if (rule.kind === 'NONE') {
    return <></>;
  }
  const fault = pinFault(value.first, rule);
  const saysFirst = fault !== null && (value.tried || (left && value.first !== ''));
  const differs = value.again !== '' && normalisedPin(value.first) !== normalisedPin(value.again);
  const field = {
    kind: 'password' as const,
    maximum: rule.maximum,
    ...(rule.characters === 'DIGITS' ? { keyboard: 'digits' as const } : {}),
  };
  return (
    <>
      <ul class="points points-small">
        <li>
          <Icon name="info" />
          <span>{texts.pin.length(rule.minimum, rule.maximum, rule.characters === 'ALNUM')}</span>
        </li>
        <li>
          <Icon name="info" />
          <span>{texts.pin.notEasy}</span>
        </li>
      </ul>
      <Field
        {...field}
        label={texts.pin.first}
        value={value.first}
        focused={props.focused === true}
        error={saysFirst ? faultWords(fault, rule) : null}
        onLeave={() => {
          setLeft(true);
        }}
        onChange={(first) => {
          onChange({ ...value, first });
        }}
      />
      <Field
        {...field}
        label={texts.pin.again}
        value={value.again}
        error={value.tried && fault === null && (differs || value.again === '') ? texts.pin.differ : null}
        onChange={(again) => {
          onChange({ ...value, again });
        }}
      />
    </>
  );
}

function faultWords(fault: PinFault, rule: Exclude<PinRule, { kind: 'NONE' }>): string {
  switch (fault) {
    case 'too_short':
    case 'too_long':
    case 'characters':
      return texts.pin.length(rule.minimum, rule.maximum, rule.characters === 'ALNUM');
    case 'repeats':
      return texts.pin.repeats;
    case 'sequence':
      return texts.pin.sequence;
    case 'date':
      return texts.pin.date;
  }
}

/** Which PINs a token takes; see docs/formats/pin.md. */
export interface PinLimits {
  readonly minimum: number;
  readonly maximum: number;
  readonly characters: 'DIGITS' | 'ALNUM';
}

export type PinFault = 'too_short' | 'too_long' | 'characters' | 'repeats' | 'sequence' | 'date';

/** A PIN as it is judged, stretched and compared: in Unicode's compatibility form. */
export function normalisedPin(typed: string): string {
  return typed.normalize('NFKC');
}

/** Why a PIN may not be chosen; null where it may. */
export function pinFault(typed: string, limits: PinLimits): PinFault | null {
  const pin = normalisedPin(typed);
  if (pin.length < limits.minimum) {
    return 'too_short';
  }
  if (pin.length > limits.maximum) {
    return 'too_long';
  }
  if (!(limits.characters === 'DIGITS' ? /^[0-9]+$/u : /^[0-9A-Za-z]+$/u).test(pin)) {
    return 'characters';
  }
  if (repeats(pin)) {
    return 'repeats';
  }
  if (isSequence(pin.toLowerCase(), 1) || isSequence(pin.toLowerCase(), -1)) {
    return 'sequence';
  }
  return isDate(pin) ? 'date' : null;
}

function repeats(pin: string): boolean {
  for (let unit = 1; unit <= pin.length / 2; unit++) {
    if (pin.length % unit === 0 && pin.slice(unit) === pin.slice(0, pin.length - unit)) {
      return true;
    }
  }
  return false;
}

function isSequence(pin: string, direction: 1 | -1): boolean {
  return [...pin].every((character, index) => index === 0 || character === after(pin.charAt(index - 1), direction));
}

/** The neighbour of a character; 0 follows 9, while letters end at their ends. */
function after(character: string, direction: 1 | -1): string {
  if (/[0-9]/u.test(character)) {
    return String((Number(character) + direction + 10) % 10);
  }
  const next = String.fromCharCode(character.charCodeAt(0) + direction);
  return /[a-z]/u.test(next) ? next : '';
}

function isDate(pin: string): boolean {
  if (!/^[0-9]+$/u.test(pin)) {
    return false;
  }
  switch (pin.length) {
    case 4:
      return isYear(pin) || isDayAndMonth(pin);
    case 6:
      return isDayAndMonth(pin.slice(0, 4)) || isMonthAndDay(pin.slice(2));
    case 8:
      return (
        (isDayAndMonth(pin.slice(0, 4)) && isYear(pin.slice(4))) ||
        (isYear(pin.slice(0, 4)) && isMonthAndDay(pin.slice(4)))
      );
    default:
      return false;
  }
}

/** Day and month in either order. */
function isDayAndMonth(four: string): boolean {
  return isMonthAndDay(four) || isMonthAndDay(four.slice(2) + four.slice(0, 2));
}

function isMonthAndDay(four: string): boolean {
  const month = Number(four.slice(0, 2));
  const day = Number(four.slice(2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isYear(four: string): boolean {
  return Number(four) >= 1900 && Number(four) <= 2099;
}

package org.countersign.otp;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Which PINs a token takes; docs/formats/pin.md.
 *
 * @param minimum fewest characters, 4 to 32
 * @param maximum most characters, {@code minimum} to 32
 * @param letters whether ASCII letters are allowed beside digits
 */
public record PinRule(int minimum, int maximum, boolean letters) {
    /** Refuses lengths out of range. */
    public PinRule {
        if (minimum < 4 || maximum < minimum || maximum > 32) {
            throw new IllegalArgumentException("a PIN has 4 to 32 characters, not " + minimum + " to " + maximum);
        }
    }

    /** Returns {@code typed} as it is judged, hashed and compared: in Unicode's compatibility form NFKC. */
    public static String normalised(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC);
    }

    /**
     * Returns why {@code typed} may not become somebody's PIN, or nothing. Repeats, sequences and dates are what people
     * choose first and thieves try first.
     */
    public Optional<PinFault> fault(String typed) {
        String pin = normalised(typed);
        if (pin.length() < minimum) {
            return Optional.of(PinFault.TOO_SHORT);
        }
        if (pin.length() > maximum) {
            return Optional.of(PinFault.TOO_LONG);
        }
        if (!pin.chars().allMatch(this::isAllowed)) {
            return Optional.of(PinFault.CHARACTERS);
        }
        if (repeats(pin)) {
            return Optional.of(PinFault.REPEATS);
        }
        if (isSequence(pin.toLowerCase(Locale.ROOT), 1) || isSequence(pin.toLowerCase(Locale.ROOT), -1)) {
            return Optional.of(PinFault.SEQUENCE);
        }
        return isDate(pin) ? Optional.of(PinFault.DATE) : Optional.empty();
    }

    private boolean isAllowed(int character) {
        return (character >= '0' && character <= '9')
                || (letters && ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')));
    }

    private static boolean repeats(String pin) {
        for (int unit = 1; unit <= pin.length() / 2; unit++) {
            if (pin.length() % unit == 0 && pin.substring(unit).equals(pin.substring(0, pin.length() - unit))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSequence(String pin, int direction) {
        for (int i = 1; i < pin.length(); i++) {
            if (pin.charAt(i) != after(pin.charAt(i - 1), direction)) {
                return false;
            }
        }
        return true;
    }

    /** The neighbour of a character; 0 follows 9, while letters end at their ends. */
    private static char after(char character, int direction) {
        if (character >= '0' && character <= '9') {
            return (char) ('0' + ((character - '0' + direction + 10) % 10));
        }
        char next = (char) (character + direction);
        return next >= 'a' && next <= 'z' ? next : 0;
    }

    private static boolean isDate(String pin) {
        if (!pin.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return switch (pin.length()) {
            case 4 -> isYear(part(pin, 0, 4)) || isDayAndMonth(pin);
            case 6 -> isDayAndMonth(pin.substring(0, 4)) || isMonthAndDay(pin.substring(2));
            case 8 ->
                (isDayAndMonth(pin.substring(0, 4)) && isYear(part(pin, 4, 8)))
                        || (isYear(part(pin, 0, 4)) && isMonthAndDay(pin.substring(4)));
            default -> false;
        };
    }

    /** Day and month in either order. */
    private static boolean isDayAndMonth(String four) {
        return isMonthAndDay(four) || isMonthAndDay(four.substring(2) + four.substring(0, 2));
    }

    private static boolean isMonthAndDay(String four) {
        int month = part(four, 0, 2);
        int day = part(four, 2, 4);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private static boolean isYear(int number) {
        return number >= 1900 && number <= 2099;
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}

package org.countersign.device.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.device.wire.PolicyString.Mode;
import org.countersign.device.wire.PolicyString.Pin;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;

/** Reads one policy string, from left to right. */
final class PolicyStringParser {
    private static final List<String> KEYS = List.of("PIN", "TRIES", "BIO", "LOCK", "PUSH", "NUM", "ENH", "SUITE");
    private static final Pattern HEAD =
            Pattern.compile("([A-Z0-9]+)-([A-Z0-9]+)-([1-9])(?:-([1-9][0-9]{1,2}))?(?:-([A-Z][A-Z0-9]*))?");
    private static final Pattern PAIR = Pattern.compile("([A-Z][A-Z0-9]*)=([!-:<>-~]+)");
    private static final Pattern PIN = Pattern.compile("([A-Z]+)(?::([1-9][0-9]?)-([1-9][0-9]?):(DIGITS|ALNUM))?");
    private static final Pattern TRIES = Pattern.compile("[1-9][0-9]?");

    private final String text;
    private final Map<String, String> values = new HashMap<>();

    PolicyStringParser(String text) {
        this.text = text;
    }

    PolicyString policy() {
        if (text.length() > PolicyString.MAX_LENGTH) {
            throw malformed();
        }
        String[] parts = text.split(";", -1);
        Matcher head = HEAD.matcher(parts[0]);
        if (!head.matches()) {
            throw malformed();
        }
        readPairs(parts);
        try {
            return policy(head);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private void readPairs(String[] parts) {
        int last = -1;
        for (int i = 1; i < parts.length; i++) {
            Matcher pair = PAIR.matcher(parts[i]);
            if (!pair.matches() || values.put(pair.group(1), pair.group(2)) != null) {
                throw malformed();
            }
            int position = KEYS.indexOf(pair.group(1));
            if (position >= 0 && position < last) {
                throw malformed();
            }
            last = Math.max(last, position);
        }
    }

    private PolicyString policy(Matcher head) {
        Mode mode = mode(head.group(1));
        HashAlgorithm algorithm = algorithm(head.group(2));
        PasscodeFormat format = new PasscodeFormat(alphabet(head.group(5)), Integer.parseInt(head.group(3)));
        Optional<Duration> step =
                Optional.ofNullable(head.group(4)).map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)));
        Optional<String> suite = Optional.ofNullable(values.get("SUITE"));
        return new PolicyString(
                mode,
                algorithm,
                format,
                step,
                pin(),
                tries(),
                isOn("BIO"),
                isOn("LOCK"),
                isOn("PUSH"),
                Integer.parseInt(oneOf("NUM", Set.of("0", "2", "6"))),
                isOn("ENH"),
                suite);
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "TOTP" -> Mode.TOTP;
            case "HOTP" -> Mode.HOTP;
            case "OCRA" -> Mode.OCRA;
            default -> throw unsupported("way of making passcodes");
        };
    }

    private static HashAlgorithm algorithm(String name) {
        return HashAlgorithm.named(name).orElseThrow(() -> unsupported("algorithm"));
    }

    private static PasscodeAlphabet alphabet(@org.jspecify.annotations.Nullable String name) {
        if (name == null) {
            return PasscodeAlphabet.DECIMAL;
        }
        return switch (name) {
            case "DEC" -> PasscodeAlphabet.DECIMAL;
            case "HEX" -> PasscodeAlphabet.HEXADECIMAL;
            case "B32" -> PasscodeAlphabet.BASE32;
            case "B64" -> PasscodeAlphabet.BASE64;
            default -> throw unsupported("alphabet");
        };
    }

    private Pin pin() {
        Matcher pin = PIN.matcher(values.getOrDefault("PIN", ""));
        if (!pin.matches()) {
            throw malformed();
        }
        PinKind kind = switch (pin.group(1)) {
            case "NONE" -> PinKind.NONE;
            case "TOKEN" -> PinKind.TOKEN;
            case "SERVER" -> PinKind.SERVER;
            default -> throw unsupported("kind of PIN");
        };
        if ((kind == PinKind.NONE) != (pin.group(2) == null)) {
            throw malformed();
        }
        if (kind == PinKind.NONE) {
            return Pin.NONE;
        }
        return new Pin(
                kind,
                Integer.parseInt(pin.group(2)),
                Integer.parseInt(pin.group(3)),
                pin.group(4).equals("ALNUM"));
    }

    private Optional<Integer> tries() {
        String tries = values.get("TRIES");
        if (tries == null) {
            return Optional.empty();
        }
        if (!TRIES.matcher(tries).matches()) {
            throw malformed();
        }
        return Optional.of(Integer.parseInt(tries));
    }

    private boolean isOn(String key) {
        return oneOf(key, Set.of("0", "1")).equals("1");
    }

    private String oneOf(String key, Set<String> allowed) {
        String value = values.getOrDefault(key, "0");
        if (!allowed.contains(value)) {
            throw malformed();
        }
        return value;
    }

    private static ProtocolException malformed() {
        return new ProtocolException(
                ErrorCodes.POLICY_MALFORMED, "The token's rules cannot be read. Tell your operator.");
    }

    private static ProtocolException unsupported(String what) {
        return new ProtocolException(
                ErrorCodes.POLICY_UNSUPPORTED,
                "This app does not know the token's " + what + ". Update the app, or tell your operator.");
    }
}

package org.countersign.server.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.otp.Base32;

/** Secrets by name, and where a text holds one of them: as it is, in hexadecimal, Base32, Base64 or as a list of numbers. */
final class Canaries {
    private static final int SHORTEST = 8;

    private final Map<String, List<String>> formsByName = new LinkedHashMap<>();

    /** Watches for a text. */
    void text(String name, String secret) {
        List<String> forms = forms(name, secret.getBytes(StandardCharsets.UTF_8));
        forms.add(secret);
        watch(name, forms);
    }

    /** Watches for bytes. */
    void bytes(String name, byte[] secret) {
        watch(name, forms(name, secret));
    }

    private void watch(String name, List<String> forms) {
        formsByName.computeIfAbsent(name, unknown -> new ArrayList<>()).addAll(forms);
    }

    /** Returns the names of the secrets that {@code text} holds. */
    List<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return formsByName.entrySet().stream()
                .filter(secret ->
                        secret.getValue().stream().anyMatch(form -> text.contains(form) || isHex(form, lower)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isHex(String form, String lower) {
        return form.length() >= 2 * SHORTEST && form.chars().allMatch(HexFormat::isHexDigit) && lower.contains(form);
    }

    private static List<String> forms(String name, byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException(name + " is so short that it would be found by chance");
        }
        List<String> forms = new ArrayList<>();
        forms.add(HexFormat.of().formatHex(secret));
        String numbers = Arrays.toString(secret);
        forms.add(numbers.substring(1, numbers.length() - 1));
        forms.add(Base32.encode(secret).replace("=", ""));
        for (int before = 0; before < 3; before++) {
            forms.add(base64Behind(secret, before, Base64.getEncoder()));
            forms.add(base64Behind(secret, before, Base64.getUrlEncoder()));
        }
        return forms;
    }

    /** What Base64 makes of the secret behind so many other bytes, without the characters that depend on its neighbours. */
    private static String base64Behind(byte[] secret, int before, Base64.Encoder encoder) {
        byte[] moved = new byte[before + secret.length];
        System.arraycopy(secret, 0, moved, before, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(moved);
        return encoded.substring(before == 0 ? 0 : before + 1, moved.length / 3 * 4);
    }
}

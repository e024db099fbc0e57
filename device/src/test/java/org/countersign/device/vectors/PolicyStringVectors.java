package org.countersign.device.vectors;

import static org.countersign.device.vectors.Reference.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Makes {@code policy-string.json}. */
final class PolicyStringVectors {
    private static final String MALFORMED = "policy_malformed";
    private static final String UNSUPPORTED = "policy_unsupported";

    private PolicyStringVectors() {}

    static JsonObject make() {
        return json("page", "docs/formats/policy-string.md", "good", good(), "bad", bad());
    }

    private static JsonArray good() {
        JsonArray good = new JsonArray();
        good.add(entry(
                "TOTP-SHA256-6-30;PIN=NONE;PUSH=1;NUM=2",
                "TOTP",
                "SHA256",
                6,
                "stepSeconds",
                30,
                "pushAllowed",
                true,
                "numberLength",
                2));
        good.add(entry("TOTP-SHA1-6-30;PIN=NONE", "TOTP", "SHA1", 6, "stepSeconds", 30));
        good.add(entry(
                "TOTP-SHA256-6-30;PIN=TOKEN:6-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2",
                "TOTP",
                "SHA256",
                6,
                "stepSeconds",
                30,
                "pinKind",
                "TOKEN",
                "pinMinLength",
                6,
                "pinMaxLength",
                8,
                "tries",
                5,
                "biometricAllowed",
                true,
                "pushAllowed",
                true,
                "numberLength",
                2));
        good.add(entry(
                "HOTP-SHA1-8;PIN=SERVER:4-8:DIGITS;PUSH=1;NUM=6;ENH=1",
                "HOTP",
                "SHA1",
                8,
                "pinKind",
                "SERVER",
                "pinMinLength",
                4,
                "pinMaxLength",
                8,
                "pushAllowed",
                true,
                "numberLength",
                6,
                "enhanced",
                true));
        good.add(entry(
                "HOTP-SHA512-7-B32;PIN=TOKEN:4-16:ALNUM;TRIES=10",
                "HOTP",
                "SHA512",
                7,
                "alphabet",
                "B32",
                "pinKind",
                "TOKEN",
                "pinMinLength",
                4,
                "pinMaxLength",
                16,
                "pinLetters",
                true,
                "tries",
                10));
        good.add(entry(
                "TOTP-SHA512-5-60-HEX;PIN=NONE;PUSH=1;ENH=1",
                "TOTP",
                "SHA512",
                5,
                "stepSeconds",
                60,
                "alphabet",
                "HEX",
                "pushAllowed",
                true,
                "enhanced",
                true));
        good.add(entry("TOTP-SHA1-8-15-B64;PIN=NONE", "TOTP", "SHA1", 8, "stepSeconds", 15, "alphabet", "B64"));
        good.add(entry("TOTP-SHA1-9-120;PIN=NONE", "TOTP", "SHA1", 9, "stepSeconds", 120));
        good.add(entry(
                "OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08",
                "OCRA",
                "SHA256",
                6,
                "suite",
                "OCRA-1:HOTP-SHA256-6:QN08"));
        good.add(entry(
                "OCRA-SHA512-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA512-8:QA10-T1M",
                "OCRA",
                "SHA512",
                8,
                "suite",
                "OCRA-1:HOTP-SHA512-8:QA10-T1M"));
        good.add(entry(
                "TOTP-SHA1-6-30-DEC;PIN=NONE;BIO=0;PUSH=0;NUM=0;ENH=0",
                "TOTP",
                "SHA1",
                6,
                "canonical",
                "TOTP-SHA1-6-30;PIN=NONE",
                "stepSeconds",
                30));
        good.add(entry(
                "TOTP-SHA1-6-30;PIN=NONE;LATER=x:1-2;PUSH=1;Z9=~!",
                "TOTP",
                "SHA1",
                6,
                "canonical",
                "TOTP-SHA1-6-30;PIN=NONE;PUSH=1",
                "stepSeconds",
                30,
                "pushAllowed",
                true));
        good.add(entry(
                "TOTP-SHA256-6-30;PIN=NONE;LOCK=1;PUSH=1;NUM=2",
                "TOTP",
                "SHA256",
                6,
                "stepSeconds",
                30,
                "appLockDemanded",
                true,
                "pushAllowed",
                true,
                "numberLength",
                2));
        good.add(entry(
                "HOTP-SHA256-6;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;LOCK=1",
                "HOTP",
                "SHA256",
                6,
                "pinKind",
                "TOKEN",
                "pinMinLength",
                4,
                "pinMaxLength",
                8,
                "tries",
                5,
                "biometricAllowed",
                true,
                "appLockDemanded",
                true));
        good.add(entry(
                "TOTP-SHA1-6-30;PIN=NONE;LOCK=0",
                "TOTP",
                "SHA1",
                6,
                "canonical",
                "TOTP-SHA1-6-30;PIN=NONE",
                "stepSeconds",
                30));
        return good;
    }

    /**
     * A policy without PIN, push and anything else but a mode.
     *
     * @param more names and values of what it says beyond
     */
    private static JsonObject entry(String text, String mode, String algorithm, int length, @Nullable Object... more) {
        JsonObject entry = json(
                "text",
                text,
                "canonical",
                text,
                "mode",
                mode,
                "algorithm",
                algorithm,
                "length",
                length,
                "stepSeconds",
                null,
                "alphabet",
                "DEC",
                "pinKind",
                "NONE",
                "pinMinLength",
                0,
                "pinMaxLength",
                0,
                "pinLetters",
                false,
                "tries",
                null,
                "biometricAllowed",
                false,
                "appLockDemanded",
                false,
                "pushAllowed",
                false,
                "numberLength",
                0,
                "enhanced",
                false,
                "suite",
                null);
        json(more).asMap().forEach((name, value) -> {
            if (!entry.has(name)) {
                throw new IllegalArgumentException("a policy says nothing of " + name);
            }
            entry.add(name, value);
        });
        return entry;
    }

    private static JsonArray bad() {
        JsonArray bad = new JsonArray();
        add(bad, UNSUPPORTED, "unknown mode", "XOTP-SHA1-6-30;PIN=NONE");
        add(bad, UNSUPPORTED, "unknown algorithm", "TOTP-SHA3-6-30;PIN=NONE");
        add(bad, UNSUPPORTED, "unknown alphabet", "TOTP-SHA1-6-30-B58;PIN=NONE");
        add(bad, UNSUPPORTED, "unknown PIN kind", "TOTP-SHA1-6-30;PIN=VOICE");
        add(bad, MALFORMED, "empty", "");
        add(bad, MALFORMED, "lower case", "totp-sha1-6-30;PIN=NONE");
        add(bad, MALFORMED, "no PIN", "TOTP-SHA1-6-30");
        add(bad, MALFORMED, "time-based without a step", "TOTP-SHA1-6;PIN=NONE");
        add(bad, MALFORMED, "event-based with a step", "HOTP-SHA1-6-30;PIN=NONE");
        add(bad, MALFORMED, "step too short", "TOTP-SHA1-6-14;PIN=NONE");
        add(bad, MALFORMED, "step too long", "TOTP-SHA1-6-121;PIN=NONE");
        add(bad, MALFORMED, "leading zero", "TOTP-SHA1-6-030;PIN=NONE");
        add(bad, MALFORMED, "length 4", "TOTP-SHA1-4-30;PIN=NONE");
        add(bad, MALFORMED, "length 9 in letters", "TOTP-SHA1-9-30-B32;PIN=NONE");
        add(bad, MALFORMED, "length 10", "TOTP-SHA1-10-30;PIN=NONE");
        add(bad, MALFORMED, "keys out of order", "TOTP-SHA1-6-30;PUSH=1;PIN=NONE");
        add(bad, MALFORMED, "key twice", "TOTP-SHA1-6-30;PIN=NONE;PUSH=1;PUSH=1");
        add(bad, MALFORMED, "unknown key twice", "TOTP-SHA1-6-30;PIN=NONE;X=1;X=1");
        add(bad, MALFORMED, "semicolon at the end", "TOTP-SHA1-6-30;PIN=NONE;");
        add(bad, MALFORMED, "empty value", "TOTP-SHA1-6-30;PIN=NONE;PUSH=");
        add(bad, MALFORMED, "space", "TOTP-SHA1-6-30; PIN=NONE");
        add(bad, MALFORMED, "value with an equals sign", "TOTP-SHA1-6-30;PIN=NONE;X=a=b");
        add(bad, MALFORMED, "switch with another value", "TOTP-SHA1-6-30;PIN=NONE;PUSH=2");
        add(bad, MALFORMED, "number of three digits", "TOTP-SHA1-6-30;PIN=NONE;PUSH=1;NUM=3");
        add(bad, MALFORMED, "number without push", "TOTP-SHA1-6-30;PIN=NONE;NUM=2");
        add(bad, MALFORMED, "tries without a token PIN", "TOTP-SHA1-6-30;PIN=NONE;TRIES=5");
        add(bad, MALFORMED, "token PIN without tries", "TOTP-SHA1-6-30;PIN=TOKEN:4-8:DIGITS");
        add(bad, MALFORMED, "eleven tries", "TOTP-SHA1-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=11");
        add(bad, MALFORMED, "PIN of three", "TOTP-SHA1-6-30;PIN=TOKEN:3-8:DIGITS;TRIES=5");
        add(bad, MALFORMED, "PIN lengths turned round", "TOTP-SHA1-6-30;PIN=TOKEN:8-4:DIGITS;TRIES=5");
        add(bad, MALFORMED, "server PIN with letters", "TOTP-SHA1-6-30;PIN=SERVER:4-8:ALNUM");
        add(bad, MALFORMED, "lock with another value", "TOTP-SHA1-6-30;PIN=NONE;LOCK=2");
        add(bad, MALFORMED, "lock after push", "TOTP-SHA1-6-30;PIN=NONE;PUSH=1;LOCK=1");
        add(bad, MALFORMED, "enhanced with a token PIN", "TOTP-SHA1-6-30;PIN=TOKEN:4-8:DIGITS;TRIES=5;PUSH=1;ENH=1");
        add(bad, MALFORMED, "challenge-response without a suite", "OCRA-SHA256-6;PIN=NONE");
        add(
                bad,
                MALFORMED,
                "suite without challenge-response",
                "HOTP-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        add(
                bad,
                MALFORMED,
                "challenge-response with push",
                "OCRA-SHA256-6;PIN=NONE;PUSH=1;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        add(bad, MALFORMED, "suite of nonsense", "OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-9:X");
        add(bad, MALFORMED, "suite of another hash", "OCRA-SHA1-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        add(bad, MALFORMED, "suite of other digits", "OCRA-SHA256-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        add(bad, MALFORMED, "suite without truncation", "OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-0:QN08");
        add(
                bad,
                MALFORMED,
                "challenge-response in Base32",
                "OCRA-SHA256-6-B32;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08");
        add(bad, MALFORMED, "suite with 60 seconds", "OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08-T60S");
        add(bad, MALFORMED, "Arabic-Indic digit", "TOTP-SHA1-\u0666-30;PIN=NONE");
        add(bad, MALFORMED, "201 characters", "TOTP-SHA1-6-30;PIN=NONE;X=" + "a".repeat(175));
        return bad;
    }

    private static void add(JsonArray bad, String code, String name, String text) {
        bad.add(json("name", name, "text", text, "code", code));
    }
}

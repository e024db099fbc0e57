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
                null,
                "TOTP",
                "SHA256",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                true,
                2,
                false,
                null));
        good.add(entry(
                "TOTP-SHA1-6-30;PIN=NONE",
                null,
                "TOTP",
                "SHA1",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA256-6-30;PIN=TOKEN:6-8:DIGITS;TRIES=5;BIO=1;PUSH=1;NUM=2",
                null,
                "TOTP",
                "SHA256",
                6,
                30,
                "DEC",
                "TOKEN",
                6,
                8,
                false,
                5,
                true,
                false,
                true,
                2,
                false,
                null));
        good.add(entry(
                "HOTP-SHA1-8;PIN=SERVER:4-8:DIGITS;PUSH=1;NUM=6;ENH=1",
                null,
                "HOTP",
                "SHA1",
                8,
                null,
                "DEC",
                "SERVER",
                4,
                8,
                false,
                null,
                false,
                false,
                true,
                6,
                true,
                null));
        good.add(entry(
                "HOTP-SHA512-7-B32;PIN=TOKEN:4-16:ALNUM;TRIES=10",
                null,
                "HOTP",
                "SHA512",
                7,
                null,
                "B32",
                "TOKEN",
                4,
                16,
                true,
                10,
                false,
                false,
                false,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA512-5-60-HEX;PIN=NONE;PUSH=1;ENH=1",
                null,
                "TOTP",
                "SHA512",
                5,
                60,
                "HEX",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                true,
                0,
                true,
                null));
        good.add(entry(
                "TOTP-SHA1-8-15-B64;PIN=NONE",
                null,
                "TOTP",
                "SHA1",
                8,
                15,
                "B64",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA1-9-120;PIN=NONE",
                null,
                "TOTP",
                "SHA1",
                9,
                120,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                null));
        good.add(entry(
                "OCRA-SHA256-6;PIN=NONE;SUITE=OCRA-1:HOTP-SHA256-6:QN08",
                null,
                "OCRA",
                "SHA256",
                6,
                null,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                "OCRA-1:HOTP-SHA256-6:QN08"));
        good.add(entry(
                "OCRA-SHA512-8;PIN=NONE;SUITE=OCRA-1:HOTP-SHA512-8:QA10-T1M",
                null,
                "OCRA",
                "SHA512",
                8,
                null,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                "OCRA-1:HOTP-SHA512-8:QA10-T1M"));
        good.add(entry(
                "TOTP-SHA1-6-30-DEC;PIN=NONE;BIO=0;PUSH=0;NUM=0;ENH=0",
                "TOTP-SHA1-6-30;PIN=NONE",
                "TOTP",
                "SHA1",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA1-6-30;PIN=NONE;LATER=x:1-2;PUSH=1;Z9=~!",
                "TOTP-SHA1-6-30;PIN=NONE;PUSH=1",
                "TOTP",
                "SHA1",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                true,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA256-6-30;PIN=NONE;LOCK=1;PUSH=1;NUM=2",
                null,
                "TOTP",
                "SHA256",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                true,
                true,
                2,
                false,
                null));
        good.add(entry(
                "HOTP-SHA256-6;PIN=TOKEN:4-8:DIGITS;TRIES=5;BIO=1;LOCK=1",
                null,
                "HOTP",
                "SHA256",
                6,
                null,
                "DEC",
                "TOKEN",
                4,
                8,
                false,
                5,
                true,
                true,
                false,
                0,
                false,
                null));
        good.add(entry(
                "TOTP-SHA1-6-30;PIN=NONE;LOCK=0",
                "TOTP-SHA1-6-30;PIN=NONE",
                "TOTP",
                "SHA1",
                6,
                30,
                "DEC",
                "NONE",
                0,
                0,
                false,
                null,
                false,
                false,
                false,
                0,
                false,
                null));
        return good;
    }

    private static JsonObject entry(
            String text,
            @Nullable String canonical,
            String mode,
            String algorithm,
            int length,
            @Nullable Integer step,
            String alphabet,
            String pinKind,
            int pinMin,
            int pinMax,
            boolean pinLetters,
            @Nullable Integer tries,
            boolean biometric,
            boolean lock,
            boolean push,
            int number,
            boolean enhanced,
            @Nullable String suite) {
        return json(
                "text", text,
                "canonical", canonical == null ? text : canonical,
                "mode", mode,
                "algorithm", algorithm,
                "length", length,
                "stepSeconds", step,
                "alphabet", alphabet,
                "pinKind", pinKind,
                "pinMinLength", pinMin,
                "pinMaxLength", pinMax,
                "pinLetters", pinLetters,
                "tries", tries,
                "biometricAllowed", biometric,
                "appLockDemanded", lock,
                "pushAllowed", push,
                "numberLength", number,
                "enhanced", enhanced,
                "suite", suite);
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

package org.countersign.device.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.countersign.device.wire.PolicyString.Mode;
import org.countersign.device.wire.PolicyString.Pin;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;

class RoundTripTest {
    @Property
    boolean base64Url(@ForAll byte[] bytes) {
        return Octets.areEqual(bytes, Base64Url.decode(Base64Url.encode(bytes)));
    }

    @Property
    void activationString(
            @ForAll long high,
            @ForAll long low,
            @ForAll @Size(16) byte[] secret,
            @ForAll @Size(16) byte[] fingerprint,
            @ForAll @LongRange(min = 0, max = 0xffff_ffffL) long expiry,
            @ForAll boolean password) {
        UUID id = new UUID(high, low);
        ActivationString made = ActivationString.of(id, secret, fingerprint, Instant.ofEpochSecond(expiry), password);
        ActivationString read = ActivationString.parse(made.exposedLink("https://app.example.org"));
        assertThat(read.exposed()).isEqualTo(made.exposed()).hasSize(77);
        assertThat(read.enrollment()).isEqualTo(id);
        assertThat(read.exposedSecret()).isEqualTo(secret);
        assertThat(read.expiry().getEpochSecond()).isEqualTo(expiry);
        assertThat(read.isPasswordAsked()).isEqualTo(password);
    }

    @Property
    void policyString(@ForAll("policies") PolicyString policy) {
        assertThat(PolicyString.parse(policy.text())).isEqualTo(policy);
    }

    @Provide
    Arbitrary<PolicyString> policies() {
        Arbitrary<PasscodeFormat> formats = Arbitraries.of(PasscodeAlphabet.class)
                .flatMap(alphabet -> Arbitraries.integers()
                        .between(PasscodeAlphabet.MIN_LENGTH, alphabet.maxLength())
                        .map(length -> new PasscodeFormat(alphabet, length)));
        Arbitrary<Pin> pins = Combinators.combine(
                        Arbitraries.of(PinKind.class),
                        Arbitraries.integers().between(4, 18),
                        Arbitraries.integers().between(0, 14),
                        Arbitraries.of(true, false))
                .as((kind, min, more, letters) -> kind == PinKind.NONE
                        ? Pin.NONE
                        : new Pin(kind, min, min + more, letters && kind == PinKind.TOKEN));
        return Combinators.combine(
                        Arbitraries.of(Mode.class),
                        Arbitraries.of(HashAlgorithm.class),
                        formats,
                        Arbitraries.integers().between(15, 120),
                        pins,
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.of(0, 2, 6),
                        Arbitraries.integers().between(0, 15))
                .as((mode, algorithm, anyFormat, step, pin, tries, number, flags) -> {
                    boolean push = (flags & 1) != 0 && mode != Mode.OCRA;
                    PasscodeFormat format = mode == Mode.OCRA ? PasscodeFormat.decimal(anyFormat.length()) : anyFormat;
                    String suite = "OCRA-1:HOTP-" + algorithm + "-" + format.length() + ":QN08";
                    return new PolicyString(
                            mode,
                            algorithm,
                            format,
                            mode == Mode.TOTP ? Optional.of(Duration.ofSeconds(step)) : Optional.empty(),
                            pin,
                            pin.kind() == PinKind.TOKEN ? Optional.of(tries) : Optional.empty(),
                            (flags & 2) != 0,
                            (flags & 8) != 0,
                            push,
                            push ? number : 0,
                            (flags & 4) != 0 && pin.kind() != PinKind.TOKEN,
                            mode == Mode.OCRA ? Optional.of(suite) : Optional.empty());
                });
    }
}

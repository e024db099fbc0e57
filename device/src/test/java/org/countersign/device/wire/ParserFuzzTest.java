package org.countersign.device.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Set;
import org.countersign.device.vectors.ReferenceCurve;

/**
 * Every parser of outside text, given anything: it returns or refuses with its code, and what it returns can be written
 * and read again.
 *
 * <p>In the ordinary build the kept inputs are replayed (folder {@code ParserFuzzTestInputs}). To search for new ones:
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl device -am -Dtest='ParserFuzzTest#jws'}.
 */
class ParserFuzzTest {
    private static final ECPublicKey KEY = P256.decode(ReferenceCurve.publicKey(BigInteger.TEN));
    private static final Set<String> POLICY_CODES = Set.of(ErrorCodes.POLICY_MALFORMED, ErrorCodes.POLICY_UNSUPPORTED);

    @FuzzTest(maxDuration = "60s")
    void activationString(FuzzedDataProvider data) {
        try {
            ActivationString read = ActivationString.parse(data.consumeRemainingAsString());
            assertThat(ActivationString.parse(read.exposed()).exposed()).isEqualTo(read.exposed());
        } catch (ProtocolException e) {
            assertThat(e.code()).isEqualTo(ErrorCodes.ACTIVATION_MALFORMED);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void policyString(FuzzedDataProvider data) {
        try {
            PolicyString read = PolicyString.parse(data.consumeRemainingAsString());
            assertThat(PolicyString.parse(read.text())).isEqualTo(read);
        } catch (ProtocolException e) {
            assertThat(POLICY_CODES).contains(e.code());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void jws(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            Jws read = Jws.parse(text);
            assertThat(read.compact()).isEqualTo(text);
            read.verifiedBy(KEY, "countersign-push+jwt");
            throw new AssertionError("A signature nobody made was believed");
        } catch (ProtocolException e) {
            assertThat(e.code()).isEqualTo(ErrorCodes.MESSAGE_MALFORMED);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void json(FuzzedDataProvider data) {
        try {
            String written = Json.parse(data.consumeRemainingAsString()).toString();
            assertThat(Json.parse(written).toString()).isEqualTo(written);
        } catch (ProtocolException e) {
            assertThat(e.code()).isEqualTo(ErrorCodes.MESSAGE_MALFORMED);
        }
    }
}

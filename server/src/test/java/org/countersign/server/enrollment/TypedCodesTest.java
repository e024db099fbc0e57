package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TypedCodeKnowledge;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sixteen typed characters get an app the activation string, and tell nobody else anything. */
@DisplayName("docs/formats/activation-string.md: the typed form")
class TypedCodesTest {
    private static final String IP = "198.51.100.7";

    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final TypedCodes codes = acme.server.part(TypedCodes.class);
    private final UserAccount ada = acme.user();

    /** What strangers typed in other tests is over. */
    @BeforeEach
    void waitForTheNextTenMinutes() {
        acme.server.time().pass(TypedTries.WINDOW);
    }

    static Stream<JsonNode> cases() throws IOException {
        return new JsonMapper()
                .readTree(Files.readString(Path.of("..", "vectors", "typed-code.json")))
                .required("cases")
                .valueStream();
    }

    private static byte[] hex(JsonNode known, String name) {
        return HexFormat.of().parseHex(known.required(name).asString());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivesWhatTheKnownAnswersSay(JsonNode known) {
        try (SecretBytes secret = SecretBytes.copyOf(hex(known, "ac_hex"));
                TypedCode code = TypedCode.of(secret)) {
            String activation = known.required("activation").asString();
            assertThat(Base64Url.encode(code.lookup()))
                    .isEqualTo(known.required("lookup_b64u").asString());
            assertThat(code.stored()).isEqualTo(hex(known, "stored_hex"));
            assertThat(Base64Url.encode(code.seal(activation, hex(known, "iv_hex"))))
                    .isEqualTo(known.required("sealed_b64u").asString());
            assertThat(TypedCodeKnowledge.of(activation).shown())
                    .isEqualTo(known.required("shown").asString());
        }
    }

    private static RawPhone.Answer ask(RawPhone phone, byte[] lookup) {
        JsonObject body = new JsonObject();
        body.addProperty("lookup", RawPhone.b64u(lookup));
        return phone.post("typed", body);
    }

    private TypedAnswer found(TypedCodeKnowledge code) {
        return codes.find(code.lookup(), IP);
    }

    private static byte[] wrong(int number) {
        byte[] lookup = new byte[32];
        lookup[0] = (byte) number;
        return lookup;
    }

    @Test
    void givesTheStringOftenAndUsesNothingUp() {
        String link = TestPhone.offer(acme.server, ada);
        RawPhone phone = new RawPhone(acme.server, link);
        TypedCodeKnowledge code = TypedCodeKnowledge.of(link);
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 2 * TypedTries.MOST_PER_NETWORK; i++) {
            RawPhone.Answer answer = ask(phone, code.lookup());
            assertThat(answer.code()).isEqualTo("ok");
            sealed.add(answer.text("sealed"));
        }
        assertThat(sealed)
                .hasSize(2 * TypedTries.MOST_PER_NETWORK)
                .allSatisfy(one -> assertThat(code.opened(Base64Url.decode(one).orElseThrow()))
                        .isEqualTo(phone.activation.exposed()));
        assertThat(acme.failures(phone)).isZero();
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_TYPED)).hasSize(2 * TypedTries.MOST_PER_NETWORK);
        assertThat(phone.begin().code()).isEqualTo("ok");
        assertThat(phone.finish().code()).isEqualTo("ok");
        assertThat(phone.activate(Optional.empty()).code()).isEqualTo("ok");
    }

    @Test
    void answersWrongAndEndedCodesAlike() {
        RawPhone completed = acme.phone(acme.user());
        completed.begin();
        completed.finish();
        completed.activate(Optional.empty());
        RawPhone revoked = acme.phone(acme.user());
        acme.enrollment.revoke(acme.acme.id(), revoked.id(), new Actor.Server());
        RawPhone expired = acme.phone(acme.user());
        acme.server.time().pass(Duration.ofMinutes(10));
        Set<RawPhone.Answer> answers = new HashSet<>();
        for (RawPhone phone : new RawPhone[] {completed, revoked, expired}) {
            answers.add(
                    ask(phone, TypedCodeKnowledge.of(phone.activation.exposed()).lookup()));
        }
        answers.add(ask(expired, wrong(1)));
        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next().code()).isEqualTo("typed_code_unknown");
    }

    @Test
    void tellsOfAFasterOneAsTheStringDoes() {
        String link = TestPhone.offer(acme.server, ada);
        RawPhone thief = new RawPhone(acme.server, link);
        thief.begin();
        thief.finish();
        thief.activate(Optional.empty());
        assertThat(found(TypedCodeKnowledge.of(link))).isEqualTo(new TypedAnswer.Unknown());
        assertThat(acme.audited(ada, AuditType.ENROLLMENT_CONTESTED)).hasSize(1);
    }

    @Test
    void looksAtTenWrongOnesOfANetworkInTenMinutes() {
        TypedCodeKnowledge code = TypedCodeKnowledge.of(TestPhone.offer(acme.server, ada));
        String neighbour = "2001:db8:7::1";
        for (int i = 0; i < TypedTries.MOST_PER_NETWORK; i++) {
            assertThat(codes.find(wrong(i), "2001:db8:7::" + (i + 10))).isEqualTo(new TypedAnswer.Unknown());
        }
        assertThat(codes.find(code.lookup(), neighbour)).isInstanceOf(TypedAnswer.Paused.class);
        assertThat(found(code)).isInstanceOf(TypedAnswer.Found.class);
        acme.server.time().pass(TypedTries.WINDOW);
        UserAccount bob = acme.user();
        assertThat(codes.find(
                        TypedCodeKnowledge.of(TestPhone.offer(acme.server, bob)).lookup(), neighbour))
                .isInstanceOf(TypedAnswer.Found.class);
    }

    @Test
    void saysOverHttpWhenToComeAgain() {
        RawPhone phone = acme.phone(ada);
        for (int i = 0; i < TypedTries.MOST_PER_NETWORK; i++) {
            assertThat(ask(phone, wrong(i)).code()).isEqualTo("typed_code_unknown");
        }
        RawPhone.Answer paused = ask(phone, wrong(99));
        assertThat(paused.status()).isEqualTo(429);
        assertThat(paused.code()).isEqualTo("too_many_requests");
        assertThat(ask(phone, new byte[31]).code()).isEqualTo("message_malformed");
    }
}

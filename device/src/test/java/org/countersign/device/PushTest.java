package org.countersign.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.countersign.device.vectors.Reference;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushRequest;
import org.junit.jupiter.api.Test;

class PushTest {
    private final TestPhones world = new TestPhones();
    private final Phone phone = world.phone();

    @Test
    void approvesWithNumberPasscodeAndSignature() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        world.server.newRequest(token.serial(), 2, false, "42");
        CheckReport report = phone.check(TestPhones.ORIGIN);
        PushRequest request = report.requests().get(0);
        assertThat(request.context().application()).isEqualTo("Acme Wiki");
        assertThat(request.context().place()).isEmpty();
        assertThat(report.states()).containsEntry(token.serial(), "ACTIVE");
        assertThat(phone.approve(request, Optional.of("42"), false)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
        assertThat(world.server.token(token.serial()).stateOf(request.id())).isEqualTo("APPROVED");
        assertThat(phone.approve(request, Optional.of("42"), false))
                .isInstanceOfSatisfying(
                        AnswerOutcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("request_answered"));
    }

    @Test
    void aWrongNumberEndsTheRequest() throws IOException {
        PushRequest request = open(world.enroll(phone, TestPhones.TOTP), 2, "42");
        assertThat(phone.approve(request, Optional.of("43"), false))
                .isInstanceOfSatisfying(
                        AnswerOutcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("number_wrong"));
    }

    @Test
    void asksForTheNumberBeforeAnythingIsSpent() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        PushRequest request = open(token, 2, "42");
        for (Optional<String> number :
                List.of(Optional.<String>empty(), Optional.of("4"), Optional.of("\u0664\u0662"), Optional.of("421"))) {
            refuses("number_required", () -> phone.approve(request, number, false));
        }
        assertThat(phone.token(token.serial()).lastStep()).isEqualTo(step() - 1);
    }

    @Test
    void asksForVerificationWhereTheRequestDoes() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        PushRequest request = received(token, world.server.newRequest(token.serial(), 0, true, null));
        refuses("verification_required", () -> phone.approve(request, Optional.empty(), false));
        assertThat(phone.approve(request, Optional.empty(), true)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
    }

    @Test
    void takesTheCurrentStepThenTheNextThenAsksToWait() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
        assertThat(world.server.token(token.serial()).spentNumbers())
                .containsExactlyInAnyOrder(step() - 1, step(), step() + 1);
        Instant free = Instant.ofEpochSecond((step() + 2) * 30);
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.MustWait(free));
        world.clock.advance(Duration.between(world.clock.instant(), free));
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
    }

    @Test
    void aClockPutBackDoesNotLockTheTokenOut() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        approveNew(token);
        world.clock.advance(Duration.ofHours(-1));
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
    }

    @Test
    void showsThatAPasscodeHasBeenSent() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        assertThat(shown(token).isSpent()).isFalse();
        approveNew(token);
        assertThat(shown(token).isSpent()).isTrue();
        world.clock.advance(Duration.between(world.clock.instant(), shown(token).end()));
        assertThat(shown(token).isSpent()).isFalse();
    }

    @Test
    void anEventBasedTokenSpendsItsCounterBeforeTheAnswerLeaves() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.HOTP);
        PushRequest request = open(token, 0, null);
        world.transport.loseReplies(1);
        assertThatThrownBy(() -> phone.approve(request, Optional.empty(), false))
                .isInstanceOf(IOException.class);
        assertThat(world.phone().token(token.serial()).counter()).isEqualTo(2);
        assertThat(approveNew(token)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
    }

    @Test
    void deniesAndReports() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        assertThat(phone.deny(open(token, 0, null), false)).isEqualTo(new AnswerOutcome.Taken("DENIED"));
        assertThat(phone.deny(open(token, 0, null), true)).isEqualTo(new AnswerOutcome.Taken("REPORTED"));
    }

    @Test
    void everyChangedCharacterOfARequestIsRefused() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        String jws = world.server.newRequest(token.serial(), 2, false, "42");
        received(token, jws);
        IntStream.range(0, jws.length())
                .parallel()
                .forEach(i -> refuses("request_not_genuine", () -> received(token, Reference.flipped(jws, i))));
    }

    @Test
    void everyChangedCharacterOfAnAnswerIsRefused() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        PushRequest request = open(token, 2, "42");
        String[] sent = new String[1];
        Phone listened = new Phone(new Platform(
                new Transport() {
                    @Override
                    public Reply post(java.net.URI uri, String json) throws IOException {
                        sent[0] = json;
                        throw new IOException("held back");
                    }

                    @Override
                    public StreamReply open(java.net.URI uri, String json) throws IOException {
                        throw new IOException("none");
                    }
                },
                world.keys(),
                world.records,
                world.clock,
                world.random,
                new org.countersign.device.wire.DeviceDescription("linux", "other", "Linux", "test", true)));
        assertThatThrownBy(() -> listened.approve(request, Optional.of("42"), false))
                .isInstanceOf(IOException.class);
        String body = sent[0];
        for (int i = body.indexOf(':') + 2; i < body.length() - 2; i += 3) {
            String changed = Reference.flipped(body, i);
            int status;
            try {
                status = world.server.handle("/device/v1/answer", changed).status();
            } catch (RuntimeException malformed) {
                status = 400;
            }
            assertThat(status).as("character " + i).isNotEqualTo(200);
        }
        assertThat(world.server.handle("/device/v1/answer", body).status()).isEqualTo(200);
    }

    @Test
    void dropsRequestsThatAreNotGenuine() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        TokenRecord other = world.enroll(phone, TestPhones.TOTP);
        String jws = world.server.newRequest(token.serial(), 2, false, "42");
        refuses("request_not_genuine", () -> received(other, jws));
        refuses("token_unknown", () -> phone.received("https://app.example.com", token.serial(), jws));
        world.transport.tamper =
                body -> body.contains("requests") ? body.replace(jws, Reference.flipped(jws, 100)) : body;
        CheckReport report = phone.check(TestPhones.ORIGIN);
        assertThat(report.requests()).isEmpty();
        assertThat(report.dropped()).isEqualTo(1);
    }

    @Test
    void anExpiredRequestIsRefusedByTheServer() throws IOException {
        PushRequest request = open(world.enroll(phone, TestPhones.TOTP), 0, null);
        world.clock.advance(Duration.ofSeconds(61));
        assertThat(phone.approve(request, Optional.empty(), false))
                .isInstanceOfSatisfying(
                        AnswerOutcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("request_expired"));
    }

    @Test
    void signsReceiptsAndSettings() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        phone.acknowledge(open(token, 0, null), true);
        assertThat(world.server.receipts()).singleElement().asString().contains("\"event\":\"opened\"");
        TokenRecord changed = phone.settings(token.serial(), Optional.of("New name"), false, Optional.empty());
        assertThat(changed.pushEnabled()).isFalse();
        assertThat(phone.token(token.serial()).name()).isEqualTo("New name");
        assertThat(world.server.settings()).singleElement().asString().contains("\"pushEnabled\":false,\"push\":null");
    }

    @Test
    void followsTheLiveStream() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        String jws = world.server.newRequest(token.serial(), 2, false, "42");
        String id = received(token, jws).id();
        world.transport.moreEvents = ": keep-alive\n\nevent: ended\ndata: {\"serial\":\"" + token.serial()
                + "\",\"request\":\"" + id
                + "\",\"state\":\"EXPIRED\"}\n\nevent: later\ndata: what a later version says\n\n"
                + "event: request\ndata: {\"serial\":\"" + token.serial() + "\",\"request\":\"a.b.c\"}\n\n"
                + "event: revoked\ndata: {\"serial\":\"" + token.serial() + "\"}\n\n";
        List<LiveEvent> events = new ArrayList<>();
        phone.follow(TestPhones.ORIGIN, events::add);
        assertThat(events).hasSize(4);
        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        LiveEvent.Requested.class,
                        event -> assertThat(event.request().id()).isEqualTo(id));
        assertThat(events.get(1)).isEqualTo(new LiveEvent.Ended(token.serial(), id, "EXPIRED"));
        assertThat(events.get(2)).isEqualTo(new LiveEvent.Dropped(token.serial()));
        assertThat(events.get(3)).isEqualTo(new LiveEvent.Revoked(token.serial()));
        assertThat(phone.token(token.serial()).state()).isEqualTo(TokenRecord.State.REVOKED);
        assertThat(phone.origins()).isEmpty();
    }

    @Test
    void forgetsARemovedTokenAndItsKey() throws IOException {
        TokenRecord token = world.enroll(phone, TestPhones.TOTP);
        phone.remove(token.serial());
        assertThat(world.records.<Integer>change(all -> all.size())).isZero();
        refuses("token_unknown", () -> phone.passcode(token.serial()));
    }

    @Test
    void manyThreadsNeverGetTheSameEventPasscode() throws Exception {
        TokenRecord token = world.enroll(phone, TestPhones.HOTP);
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            work.add(() -> phone.passcode(token.serial()).exposed());
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<String> passcodes = new ArrayList<>();
            for (Future<String> passcode : threads.invokeAll(work)) {
                passcodes.add(passcode.get());
            }
            byte[] seed = world.server.token(token.serial()).seed;
            List<String> expected = new ArrayList<>();
            for (int counter = 1; counter <= 200; counter++) {
                expected.add(Reference.hotp("SHA1", seed, counter, 8));
            }
            assertThat(passcodes).containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyPhonesLiveInOneProcess() throws IOException {
        for (int i = 0; i < 40; i++) {
            Phone one = world.phone(new MemoryRecordStore());
            TokenRecord token = world.enroll(one, TestPhones.TOTP);
            world.server.newRequest(token.serial(), 0, false, null);
            PushRequest request = one.check(TestPhones.ORIGIN).requests().get(0);
            assertThat(one.approve(request, Optional.empty(), false)).isEqualTo(new AnswerOutcome.Taken("APPROVED"));
        }
    }

    private AnswerOutcome approveNew(TokenRecord token) throws IOException {
        return phone.approve(open(token, 0, null), Optional.empty(), false);
    }

    private PushRequest open(TokenRecord token, int numberLength, @org.jspecify.annotations.Nullable String number) {
        return received(token, world.server.newRequest(token.serial(), numberLength, false, number));
    }

    private PushRequest received(TokenRecord token, String jws) {
        return phone.received(token.origin(), token.serial(), jws);
    }

    private ShownPasscode.OfTime shown(TokenRecord token) {
        return (ShownPasscode.OfTime) phone.passcode(token.serial());
    }

    private long step() {
        return world.clock.instant().getEpochSecond() / 30;
    }

    private static void refuses(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

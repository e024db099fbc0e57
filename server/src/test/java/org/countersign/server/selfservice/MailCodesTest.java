package org.countersign.server.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A code by mail works once, for ten minutes, and takes five tries, however many try at the same moment. */
@DisplayName("S7: codes by mail")
class MailCodesTest {
    private static final Pattern CODE = Pattern.compile("(?m)^(\\d{3}) (\\d{3})$");
    private static final String IP = "127.0.0.1";

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer("Acme Corporation");
    private final UserAccount ada = server.newUser(acme, "ada" + acme.slug());

    private static UUID send(RunningServer where, UserAccount user) {
        return where.part(MailCodes.class)
                .send(user.virtualServer(), user.userName(), MailCodes.Purpose.ENROLL, IP)
                .orElseThrow();
    }

    private static String mailed(RunningServer where, UserAccount user) {
        Matcher code = CODE.matcher(where.mailServer().text(String.valueOf(user.mail()), "Your verification code"));
        assertThat(code.find()).isTrue();
        return code.group(1) + code.group(2);
    }

    private static String other(String code, int offset) {
        return String.format(Locale.ROOT, "%06d", (Integer.parseInt(code) + offset) % 1_000_000);
    }

    /** Returns how many of these codes, all typed at once, were right. */
    private static long right(RunningServer where, UserAccount user, UUID id, List<String> typed) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<MailCodeCheck>> runs = new ArrayList<>();
            for (String code : typed) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return where.part(MailCodes.class).check(user.virtualServer(), id, code, IP);
                }));
            }
            start.countDown();
            long right = 0;
            for (Future<MailCodeCheck> run : runs) {
                right += run.get() instanceof MailCodeCheck.Right ? 1 : 0;
            }
            return right;
        }
    }

    @Test
    void worksOnceForManyWhoTypeItAtOnce() throws Exception {
        UUID id = send(server, ada);
        String code = mailed(server, ada);
        assertThat(right(server, ada, id, List.of(code, code, code, code))).isEqualTo(1);
        assertThat(server.part(MailCodes.class).check(acme.id(), id, code, IP)).isEqualTo(new MailCodeCheck.Over());
    }

    @Test
    void looksAtFiveTriesWhateverTheParallelism() throws Exception {
        UUID id = send(server, ada);
        String code = mailed(server, ada);
        List<String> guesses = new ArrayList<>();
        for (int i = 1; i <= 24; i++) {
            guesses.add(other(code, i));
        }
        assertThat(right(server, ada, id, guesses)).isZero();
        assertThat(server.part(MailCodes.class).check(acme.id(), id, code, IP)).isEqualTo(new MailCodeCheck.Over());
    }

    @Test
    @DisplayName("both races find a store that looks before it charges")
    void theRacesSeeThePlantedBugs() throws Exception {
        try (RunningServer careless = RunningServer.planted(CarelessMailCodeStore.Planted.class)) {
            UserAccount eve = careless.newUser(careless.newVirtualServer(), "eve");
            UUID id = send(careless, eve);
            String code = mailed(careless, eve);
            List<String> guesses = new ArrayList<>();
            for (int i = 1; i <= 24; i++) {
                guesses.add(other(code, i));
            }
            assertThat(right(careless, eve, id, guesses)).isZero();
            assertThat(right(careless, eve, id, List.of(code, code, code, code)))
                    .as("after 24 wrong ones, and more than once")
                    .isGreaterThan(1);
        }
    }

    @Test
    void isOverAfterTenMinutes() {
        UUID id = send(server, ada);
        String code = mailed(server, ada);
        server.time().pass(Duration.ofMinutes(10));
        assertThat(server.part(MailCodes.class).check(acme.id(), id, code, IP)).isEqualTo(new MailCodeCheck.Over());
    }

    @Test
    void isAnotherVirtualServersSecret() {
        UUID id = send(server, ada);
        String code = mailed(server, ada);
        VirtualServer other = server.newVirtualServer();
        assertThat(server.part(MailCodes.class).check(other.id(), id, code, IP)).isEqualTo(new MailCodeCheck.Over());
        assertThat(server.part(MailCodes.class).check(acme.id(), id, code, IP))
                .isEqualTo(new MailCodeCheck.Right(ada.id()));
    }
}

package org.countersign.server.tokens;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;

/** Programs at the REST API and people at the login page who all use one passcode at the same moment, round after round. */
final class PasscodeRace {
    private static final int PROGRAMS = 48;
    private static final int PEOPLE = 16;

    private final RunningServer server;
    private final TestToken token;
    private final TestRelyingParty wiki;
    private final String key;
    private final HttpClient programs =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<TestBrowser.Form> seats = new ArrayList<>();

    PasscodeRace(RunningServer server) {
        this.server = server;
        VirtualServer acme = server.newVirtualServer();
        UserAccount alice = server.newUser(acme, "alice");
        token = TestToken.hotp(server, alice);
        wiki = new TestRelyingParty(server, acme, "Wiki");
        key = server.part(ApiClients.class)
                .create(wiki.application(), "race", Set.of(ApiScope.AUTHENTICATE), new Actor.Server());
        for (int i = 0; i < PEOPLE; i++) {
            seats.add(passwordGiven());
        }
    }

    private enum Answer {
        ACCEPTED,
        REFUSED,
        ODD
    }

    /**
     * How a race went.
     *
     * @param fewest accepted uses in the round that had fewest
     * @param most accepted uses in the round that had most
     * @param odd answers that were neither 'accepted' nor 'refused'
     * @param wonAtLoginPage rounds in which somebody at the login page was let in
     */
    record Outcome(int fewest, int most, int odd, int wonAtLoginPage) {}

    /** Runs so many rounds, each with a fresh passcode. */
    Outcome run(int rounds) throws InterruptedException, ExecutionException {
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        int odd = 0;
        int wonAtLoginPage = 0;
        try (ExecutorService everybody = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                List<Answer> answers = useAtOnce(everybody, token.next());
                int accepted =
                        (int) answers.stream().filter(Answer.ACCEPTED::equals).count();
                fewest = Math.min(fewest, accepted);
                most = Math.max(most, accepted);
                odd += (int) answers.stream().filter(Answer.ODD::equals).count();
                for (int seat = 0; seat < PEOPLE; seat++) {
                    if (answers.get(seat) == Answer.ACCEPTED) {
                        wonAtLoginPage++;
                        seats.set(seat, passwordGiven());
                    }
                }
            }
        }
        return new Outcome(fewest, most, odd, wonAtLoginPage);
    }

    private List<Answer> useAtOnce(ExecutorService everybody, String passcode)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(PROGRAMS + PEOPLE);
        List<Callable<Answer>> uses = new ArrayList<>();
        for (TestBrowser.Form seat : seats) {
            uses.add(() -> {
                start.await();
                return type(seat, passcode);
            });
        }
        for (int i = 0; i < PROGRAMS; i++) {
            uses.add(() -> {
                start.await();
                return ask(passcode);
            });
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : everybody.invokeAll(uses)) {
            answers.add(answer.get());
        }
        return answers;
    }

    private static Answer type(TestBrowser.Form seat, String passcode) {
        String next = seat.send("passcode", passcode);
        return next.contains("/oauth2/authorize")
                ? Answer.ACCEPTED
                : next.endsWith("?use=passcode") ? Answer.REFUSED : Answer.ODD;
    }

    private Answer ask(String passcode) throws Exception {
        URI address = server.pages().resolve("/api/v1/authenticate");
        HttpResponse<String> answer = programs.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"userName\":\"alice\",\"passcode\":\"" + passcode + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.body().contains("\"accepted\"")
                ? Answer.ACCEPTED
                : answer.body().contains("\"refused\"") ? Answer.REFUSED : Answer.ODD;
    }

    private TestBrowser.Form passwordGiven() {
        return new TestBrowser(server.pages(), wiki.ask(wiki.question()))
                .submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                .form("/passcode");
    }
}

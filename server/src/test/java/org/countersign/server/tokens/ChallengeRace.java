package org.countersign.server.tokens;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;

/** The right response to one challenge, sent 64 times at the same moment, round after round. */
final class ChallengeRace {
    private static final int SENDERS = 64;
    private static final String REQUESTER = "api:race";

    private final RunningServer server;
    private final TestToken token;
    private final Application vpn;

    ChallengeRace(RunningServer server) {
        this.server = server;
        VirtualServer acme = server.newVirtualServer();
        token = TestToken.ocra(server, server.newUser(acme, "alice"), "OCRA-1:HOTP-SHA256-6:QN08");
        vpn = server.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());
    }

    /** Returns how many were accepted in each round. */
    List<Integer> accepted(int rounds) throws InterruptedException, ExecutionException {
        List<Integer> accepted = new ArrayList<>();
        try (ExecutorService everybody = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                Challenge challenge =
                        server.part(PasscodeChecks.class).ask(vpn, new Actor.Server(), REQUESTER, "alice", null);
                String response = token.response(server, challenge.question());
                CyclicBarrier start = new CyclicBarrier(SENDERS);
                Callable<Boolean> send = () -> {
                    start.await();
                    return accepts(challenge, response);
                };
                int count = 0;
                for (Future<Boolean> answer : everybody.invokeAll(Collections.nCopies(SENDERS, send))) {
                    count += answer.get() ? 1 : 0;
                }
                accepted.add(count);
            }
        }
        return accepted;
    }

    private boolean accepts(Challenge challenge, String response) {
        return server.part(PasscodeChecks.class)
                        .check(
                                vpn,
                                new Actor.Server(),
                                new Visitor("192.0.2.7", null, null),
                                "alice",
                                null,
                                new PasscodeChecks.Answer(REQUESTER, challenge.id(), response))
                instanceof PasscodeCheck.Accepted;
    }
}

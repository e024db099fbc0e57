package org.countersign.server.tokens;

import java.util.ArrayList;
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
import org.countersign.server.policy.LockRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passcodes of counters side by side, and pairs of them to resynchronise by, sent at the same moment, round after round. */
final class EventOrderRace {
    private static final int EACH = 6;

    private final RunningServer server;
    private final TestToken token;
    private final Application vpn;
    private long next = 1;

    EventOrderRace(RunningServer server) {
        this.server = server;
        VirtualServer acme = server.newVirtualServer();
        LockRules usual = LockRules.DEFAULT;
        PolicySettings patient = PolicySettings.DEFAULT
                .with(TokenRules.DEFAULT.withMode(TokenMode.HOTP))
                .with(new LockRules(20, usual.seconds(), usual.failureCap(), usual.passwordThreshold(), true));
        token = TestToken.make(server, server.newUser(acme, "alice"), patient);
        vpn = server.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());
    }

    /** Runs so many rounds; returns in how many of them the counter ended below one that was accepted. */
    int roundsThatWentBack(int rounds) throws InterruptedException, ExecutionException {
        int back = 0;
        try (ExecutorService everybody = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                long first = next;
                CyclicBarrier start = new CyclicBarrier(4 * EACH);
                List<Callable<Long>> uses = new ArrayList<>();
                for (int i = 0; i < EACH; i++) {
                    uses.add(() -> spend(start, first));
                    uses.add(() -> spend(start, first + 1));
                    uses.add(() -> resynchronise(start, first + 1));
                    uses.add(() -> resynchronise(start, first + 2));
                }
                long highest = 0;
                for (Future<Long> use : everybody.invokeAll(uses)) {
                    highest = Math.max(highest, use.get());
                }
                if (highest == 0) {
                    throw new IllegalStateException("nothing was accepted");
                }
                if (lastSpent() < highest) {
                    back++;
                }
                next += 4;
                server.part(Tokens.class)
                        .unlock(token.token().virtualServer(), token.token().id(), new Actor.Server());
            }
        }
        return back;
    }

    /** Returns the counter if its passcode was accepted, and 0 if not. */
    private long spend(CyclicBarrier start, long counter) throws Exception {
        start.await();
        PasscodeCheck check = server.part(PasscodeChecks.class)
                .check(
                        vpn,
                        new Actor.Server(),
                        new Visitor("192.0.2.7", null, null),
                        "alice",
                        null,
                        token.passcodeOf(counter));
        return check instanceof PasscodeCheck.Accepted ? counter : 0;
    }

    /** Returns the second counter if the pair was accepted, and 0 if not. */
    private long resynchronise(CyclicBarrier start, long counter) throws Exception {
        start.await();
        Resynchronisation.Outcome outcome = server.part(Resynchronisation.class)
                .resynchronise(
                        token.token().virtualServer(),
                        token.token().id(),
                        token.passcodeOf(counter),
                        token.passcodeOf(counter + 1),
                        new Actor.Server());
        return outcome instanceof Resynchronisation.Outcome.Done ? counter + 1 : 0;
    }

    private long lastSpent() {
        return server.part(JdbcClient.class)
                .sql("select last_spent from token where id = ?")
                .param(token.token().id().value())
                .query(Long.class)
                .single();
    }
}

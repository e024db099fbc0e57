package org.countersign.server.users;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.countersign.device.wire.PushRequest;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.authentication.PasswordStep;
import org.countersign.server.authentication.PushSignIns;
import org.countersign.server.authentication.SignIns;
import org.countersign.server.enrollment.Enrollment;
import org.countersign.server.enrollment.OfferOutcome;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushConsumption;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushStart;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestPhones;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;

/** Tries every door of a server as somebody who has a password, a phone, an approval, an open request and a link. */
final class Doors {
    private static final Actor SERVER = new Actor.Server();
    private static final Visitor VISITOR = new Visitor("203.0.113.7", "Firefox", "Linux");
    private static final String PASSWORD = "correct horse";
    private static final String FIRST = "browser 1";
    private static final String SECOND = "browser 2";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final RunningServer server;
    private final VirtualServer acme;
    private final UserAccount user;
    private final TestPhones phone;
    private final Application wiki;
    private final PushSignIns pushes;
    private final List<String> open = new ArrayList<>();

    private Doors(RunningServer server) {
        this.server = server;
        this.acme = server.newVirtualServer();
        this.user = server.newUser(acme, "door-" + NUMBER.incrementAndGet());
        this.phone = TestPhones.of(server, user);
        this.wiki = server.part(VirtualServers.class).createApplication(acme.id(), "Wiki", SERVER);
        this.pushes = server.part(PushSignIns.class);
    }

    /** Returns the names of the doors that let somebody through after {@code close} has been done to them. */
    static Set<String> open(RunningServer server, Consumer<UserAccount> close) {
        return new Doors(server).tryAll(close);
    }

    private Set<String> tryAll(Consumer<UserAccount> close) {
        String link = TestPhone.offer(server, user);
        server.part(PasswordLinks.class).send(acme.id(), user.id(), SERVER);
        String code = server.mailServer()
                .text(String.valueOf(user.mail()), "Choose your password")
                .lines()
                .filter(line -> line.matches("([a-z0-9]{4}-){5}[a-z0-9]{4}"))
                .reduce((one, other) -> other)
                .orElseThrow();
        PushProgress approved = start(FIRST);
        PushRequest first = phone.request();
        phone.answer(phone.approval(first, approved.number()));
        PushProgress pending = start(SECOND);
        PushRequest second = phone.request();

        close.accept(user);

        note("the app's news", !phone.open().isEmpty());
        note(
                "an answer to an open request",
                phone.answer(phone.approval(second, pending.number())).status() == 200);
        note(
                "an approval given before",
                pushes.use(wiki, FIRST, approved.id(), SERVER) instanceof PushConsumption.Consumed);
        note("an enrollment begun before", enrolls(link));
        server.time().pass(Duration.ofMinutes(11));
        note(
                "a new push request",
                pushes.start(wiki, "browser 3", VISITOR, user.userName()) instanceof PushStart.Started);
        note(
                "the login page",
                server.part(SignIns.class).begin(wiki, "oidc", VISITOR, user.userName(), PASSWORD)
                        instanceof PasswordStep.SecondFactorNext);
        note(
                "a passcode over REST",
                server.part(PasscodeChecks.class)
                                .check(wiki, SERVER, VISITOR, user.userName(), null, phone.nextPasscode())
                        instanceof PasscodeCheck.Accepted);
        note(
                "a new enrollment",
                server.part(Enrollment.class).offerOnPage(acme.id(), user.id(), SERVER)
                        instanceof OfferOutcome.Offered);
        note(
                "provisioning",
                server.part(Provisioning.class).provision(acme.id(), List.of(user.id()), SERVER)
                        instanceof ProvisioningOutcome.Started);
        note(
                "the link to choose a password",
                server.part(PasswordLinks.class).choose(acme.id(), code, "another long one", "203.0.113.7"));
        return Set.copyOf(open);
    }

    private PushProgress start(String requester) {
        if (pushes.start(wiki, requester, VISITOR, user.userName())
                instanceof PushStart.Started(PushProgress progress)) {
            return progress;
        }
        throw new IllegalStateException("no request was started");
    }

    private boolean enrolls(String link) {
        try {
            TestPhone.empty(server).enroll(link, Optional.empty());
            return true;
        } catch (IOException | RuntimeException refused) {
            return false;
        }
    }

    private void note(String door, boolean isOpen) {
        if (isOpen) {
            open.add(door);
        }
    }
}

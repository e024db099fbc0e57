package org.countersign.server.reactions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValue;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Overseers;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the user, and the operators who see them, what was reported and what was done about it. Called in the transaction of
 * the report.
 */
@Component
class ReactionMails {
    private final Users users;
    private final Overseers overseers;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final CountersignSettings settings;

    ReactionMails(
            Users users,
            Overseers overseers,
            VirtualServers virtualServers,
            Outbox outbox,
            CountersignSettings settings) {
        this.users = users;
        this.overseers = overseers;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.settings = settings;
    }

    void toUser(Reported reported, UUID report, Map<ReactionStep, Optional<Instant>> steps) {
        UserAccount user = users.find(reported.virtualServer(), reported.user()).orElseThrow();
        mail(
                reported,
                user.mail(),
                MailKind.SIGN_IN_REPORTED,
                values(reported, user, steps).with("page", page("portal", reported, "/reports/" + report)));
    }

    void toOperators(Reported reported, UUID report, Map<ReactionStep, Optional<Instant>> steps) {
        UserAccount user = users.find(reported.virtualServer(), reported.user()).orElseThrow();
        MailKind kind = reported.byPhone() ? MailKind.PUSH_REPORTED : MailKind.PAST_SIGN_IN_REPORTED;
        MailValues values =
                values(reported, user, steps).with("console", page("console", reported, "/reported/" + report));
        for (Operator operator : overseers.of(reported.virtualServer(), reported.user())) {
            mail(reported, operator.mail(), kind, values);
        }
    }

    private MailValues values(Reported reported, UserAccount user, Map<ReactionStep, Optional<Instant>> steps) {
        String program = reported.program() == null ? "" : reported.program();
        int between = program.indexOf(" · ");
        return MailValues.to(
                        user.displayName(),
                        user.userName(),
                        organisation(reported).name())
                .with("account", user.userName())
                .with("application", said(reported.application()))
                .with("place", said(reported.place()))
                .with("ip", said(reported.ip()))
                .with("program", said(program))
                .with("browser", said(between < 0 ? program : program.substring(0, between)))
                .with("system", said(between < 0 ? null : program.substring(between + 3)))
                .with("when", reported.happenedAt())
                .with("serial", said(reported.serial()))
                .with("steps", done(steps));
    }

    private static MailValue done(Map<ReactionStep, Optional<Instant>> steps) {
        if (steps.isEmpty()) {
            return MailValue.phrase("step.none");
        }
        List<MailValue> lines = steps.entrySet().stream()
                .map(step -> step(step.getKey(), step.getValue()))
                .toList();
        return new MailValue.Lines(lines);
    }

    private static MailValue step(ReactionStep step, Optional<Instant> until) {
        return until.map(moment -> MailValue.phrase("step." + step, new MailValue.Moment(moment)))
                .orElseGet(() -> MailValue.phrase("step." + step));
    }

    private static MailValue said(@Nullable String fact) {
        return fact == null || fact.isEmpty() ? MailValue.phrase("unknown") : MailValue.text(fact);
    }

    private String page(String part, Reported reported, String page) {
        return settings.pagesOrigin() + "/" + part + "/"
                + organisation(reported).slug() + page;
    }

    private VirtualServer organisation(Reported reported) {
        return virtualServers.get(reported.virtualServer());
    }

    private void mail(Reported reported, @Nullable String address, MailKind kind, MailValues values) {
        if (address != null && Mail.isAddress(address)) {
            outbox.mail(reported.virtualServer(), Mail.of(address, kind, values));
        }
    }
}

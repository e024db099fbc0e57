package org.countersign.server.reactions;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.Outbox;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells user and operators what was reported and what was done about it. Called in the transaction of the report. */
@Component
class ReactionMails {
    private final Users users;
    private final Operators operators;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final CountersignSettings settings;

    ReactionMails(
            Users users,
            Operators operators,
            VirtualServers virtualServers,
            Outbox outbox,
            CountersignSettings settings) {
        this.users = users;
        this.operators = operators;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.settings = settings;
    }

    void toUser(Reported reported, UUID report, Set<ReactionStep> steps) {
        UserAccount user = users.find(reported.virtualServer(), reported.user()).orElseThrow();
        mail(
                reported,
                user.mail(),
                "You reported a sign-in",
                String.format(
                        Locale.ROOT,
                        """
                        Hello %s,

                        you said that this sign-in was not you:

                        %s
                        What was done about it:

                        %s

                        Was it you after all? Sign in and take it back: %s
                        """,
                        user.displayName(),
                        facts(reported),
                        done(steps),
                        page("portal", reported, "/reports/" + report)));
    }

    void toOperators(Reported reported, UUID report, Set<ReactionStep> steps) {
        UserAccount user = users.find(reported.virtualServer(), reported.user()).orElseThrow();
        String page = page("console", reported, "/reported/" + report);
        for (Operator operator : operators.atWork(reported.virtualServer())) {
            String address = operator.mail();
            if (address != null && Mail.isAddress(address)) {
                outbox.mail(
                        reported.virtualServer(),
                        reported.subject().startsWith("push:")
                                ? Mail.of(address, MailKind.PUSH_REPORTED, values(reported, user, page))
                                : new Mail(
                                        address,
                                        user.userName() + " did not start a sign-in to " + said(reported.application()),
                                        text(reported, user, steps, page)));
            }
        }
    }

    private static Map<String, String> values(Reported reported, UserAccount user, String page) {
        Map<String, String> values = new HashMap<>();
        values.put("account", user.userName());
        values.put("application", said(reported.application()));
        values.put("place", said(reported.place()));
        values.put("ip", said(reported.ip()));
        String program = said(reported.program());
        int between = program.indexOf(" · ");
        values.put("browser", between < 0 ? program : program.substring(0, between));
        values.put("system", between < 0 ? said(null) : program.substring(between + 3));
        values.put("when", reported.happenedAt().toString().substring(0, 19).replace('T', ' '));
        values.put("serial", said(null));
        values.put("console", page);
        return values;
    }

    private static String text(Reported reported, UserAccount user, Set<ReactionStep> steps, String page) {
        return String.format(Locale.ROOT, """
                %s (%s) said of a sign-in: "It wasn't me!"

                %s
                Whoever started it may know the password. What was done:

                %s

                Look at it, and take steps back if you must: %s
                """, user.displayName(), user.userName(), facts(reported), done(steps), page);
    }

    private static String facts(Reported reported) {
        return String.format(
                Locale.ROOT,
                """
                Application:  %s
                Place:        %s
                IP address:   %s
                Browser:      %s
                Time (UTC):   %s
                """,
                said(reported.application()),
                said(reported.place()),
                said(reported.ip()),
                said(reported.program()),
                reported.happenedAt().toString().substring(0, 19).replace('T', ' '));
    }

    private static String done(Set<ReactionStep> steps) {
        return steps.isEmpty()
                ? "- It is on record. The rules ask for nothing more."
                : steps.stream().map(step -> "- " + words(step)).collect(Collectors.joining("\n"));
    }

    private static String words(ReactionStep step) {
        return switch (step) {
            case STOP_PUSHES -> "No push request is sent for a while. Passcodes work.";
            case LOCK_SOURCE -> "The address that it came from is refused for a while.";
            case END_SIGN_INS -> "Open sign-ins have ended.";
            case ALERT_OPERATORS -> "The operators have been told.";
            case CHANGE_PASSWORD -> "At the next sign-in a new password has to be chosen.";
        };
    }

    private static String said(@Nullable String fact) {
        return fact == null || fact.isEmpty() ? "unknown" : fact;
    }

    private String page(String part, Reported reported, String page) {
        return settings.pagesOrigin() + "/" + part + "/"
                + virtualServers.get(reported.virtualServer()).slug() + page;
    }

    private void mail(Reported reported, @Nullable String address, String subject, String text) {
        if (address != null && Mail.isAddress(address)) {
            outbox.mail(reported.virtualServer(), new Mail(address, subject, text));
        }
    }
}

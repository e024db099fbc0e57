package org.countersign.server.bulk;

import java.util.List;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at the turn of each row whether whoever ordered the job may still do it, for much can happen; and says who may stop one. */
@Component
public final class BulkOrders {
    /** Whoever ordered it works here no more, or their role does not allow it any more. */
    private static final String NOT_ALLOWED = "NOT_ALLOWED";

    private static final String ABOVE = "ABOVE";
    private static final String GONE = "GONE";

    /** Among many there may be whoever chose them: they keep themselves out one by one, where they see it. */
    private static final String SELF = "SELF";

    private final Operators operators;
    private final Tokens tokens;
    private final Users users;
    private final Programs programs;

    BulkOrders(Operators operators, Tokens tokens, Users users, Programs programs) {
        this.operators = operators;
        this.tokens = tokens;
        this.users = users;
        this.programs = programs;
    }

    /** A job is whose it is: whoever sees some people only, or may do less than they, does not stop it. */
    public boolean mayStop(VirtualServerId virtualServer, BulkJob job, Acting by) {
        if (job.actor().equals(by.actor().text())) {
            return true;
        }
        Optional<Acting> theirs = switch (Actor.parse(job.actor())) {
            case Actor.Operator operator ->
                operators.of(virtualServer).stream()
                        .filter(one -> one.id().equals(operator.id()))
                        .findFirst()
                        .map(Acting::of);
            case Actor.ApiClient program -> programs.acting(virtualServer, program.id());
            case Actor.Server server -> Optional.empty();
            case Actor.User user -> Optional.empty();
            case Actor.Device device -> Optional.empty();
            case Actor.Unknown unknown -> Optional.empty();
        };
        return !by.scope().limited()
                && theirs.map(other -> by.permissions().cover(other.permissions()))
                        .orElse(true);
    }

    /** Returns why a row must not be done, or nothing when it may. */
    Optional<String> refusal(BulkStore.Turn turn) {
        return switch (Actor.parse(turn.actor())) {
            case Actor.Server server -> Optional.empty();
            case Actor.Operator operator -> {
                Operator by = operators
                        .find(turn.virtualServer(), operator.id())
                        .filter(Operator::mayWork)
                        .orElse(null);
                yield by != null
                                && turn.act().isOnPeople()
                                && by.user().equals(turn.item().user())
                        ? Optional.of(SELF)
                        : refusal(turn, by == null ? null : Acting.of(by));
            }
            case Actor.ApiClient program ->
                refusal(
                        turn,
                        programs.acting(turn.virtualServer(), program.id()).orElse(null));
            case Actor.User user -> Optional.of(NOT_ALLOWED);
            case Actor.Device device -> Optional.of(NOT_ALLOWED);
            case Actor.Unknown unknown -> Optional.of(NOT_ALLOWED);
        };
    }

    private Optional<String> refusal(BulkStore.Turn turn, @Nullable Acting by) {
        if (by == null || !by.may(turn.act().module(), turn.act().need())) {
            return Optional.of(NOT_ALLOWED);
        }
        UserId person = person(turn);
        if (person == null) {
            return Optional.empty();
        }
        if (!sees(turn.virtualServer(), by, person)) {
            return Optional.of(GONE);
        }
        return operators.above(turn.virtualServer(), by, List.of(person)).isEmpty()
                ? Optional.empty()
                : Optional.of(ABOVE);
    }

    private boolean sees(VirtualServerId virtualServer, Acting by, UserId person) {
        return !by.scope().limited()
                || users.find(virtualServer, person)
                        .map(UserAccount::placement)
                        .filter(placement -> by.scope().sees(placement.container()))
                        .isPresent();
    }

    private @Nullable UserId person(BulkStore.Turn turn) {
        return turn.item().token() == null
                ? turn.item().user()
                : tokens.find(turn.virtualServer(), turn.item().token())
                        .map(Token::user)
                        .orElse(null);
    }
}

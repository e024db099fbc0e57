package org.countersign.server.bulk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.ProvisioningCare;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.ActOutcome;
import org.countersign.server.tokens.NotAllowed;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Does bulk jobs, some rows per transaction; any number of servers may work at once. */
@Component
class BulkWork {
    private static final Logger LOG = LoggerFactory.getLogger(BulkWork.class);
    private static final int AT_ONCE = 20;
    private static final Duration KEPT = Duration.ofDays(90);

    private final BulkStore store;
    private final TokenLife life;
    private final Tokens tokens;
    private final ProvisioningCare care;
    private final BulkPeople people;
    private final BulkOrders orders;
    private final Course course;

    BulkWork(
            BulkStore store,
            TokenLife life,
            Tokens tokens,
            ProvisioningCare care,
            BulkPeople people,
            BulkOrders orders,
            Course course) {
        this.store = store;
        this.life = life;
        this.tokens = tokens;
        this.care = care;
        this.people = people;
        this.orders = orders;
        this.course = course;
    }

    /** When and as what it happens. */
    @Component("bulkCourse")
    record Course(InstantSource time, TransactionOperations transactions) {}

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void work() {
        int done;
        do {
            done = some();
        } while (done == AT_ONCE);
        store.endFinished(course.time.instant());
    }

    @Scheduled(initialDelay = 11, fixedDelay = 360, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(course.time.instant().minus(KEPT));
    }

    /** A row that fails must not hold up the others for ever: then one is done for itself. */
    private int some() {
        try {
            return attempt(AT_ONCE, turn -> {});
        } catch (RuntimeException failed) {
            return one();
        }
    }

    /** Whichever row was tried and failed is left out, and no other: servers beside this one take rows, too. */
    private int one() {
        List<BulkStore.Turn> tried = new ArrayList<>();
        try {
            return attempt(1, tried::add);
        } catch (RuntimeException failed) {
            LOG.atWarn().setCause(failed).log("a row of a bulk job failed and is left out");
            course.transactions.executeWithoutResult(status -> tried.forEach(store::leaveOut));
            return tried.size();
        }
    }

    private int attempt(int limit, Consumer<BulkStore.Turn> taken) {
        Integer count = course.transactions.execute(status -> {
            List<BulkStore.Turn> turns = store.take(limit);
            turns.forEach(taken);
            turns.forEach(this::settle);
            return turns.size();
        });
        return count == null ? 0 : count;
    }

    private void settle(BulkStore.Turn turn) {
        String why = orders.refusal(turn)
                .or(() -> turn.act().onToken().map(act -> onTokens(turn, act)))
                .orElseGet(() -> turn.act().isOnPeople() ? onPerson(turn) : remind(turn));
        store.settle(turn, why.isEmpty() ? BulkItem.State.DONE : BulkItem.State.REFUSED, why.isEmpty() ? null : why);
    }

    private String onTokens(BulkStore.Turn turn, TokenAct act) {
        if (turn.item().token() != null) {
            return why(life.act(turn.virtualServer(), turn.item().token(), act, order(turn)));
        }
        UserId user = turn.item().user();
        List<Token> all = user == null ? List.of() : tokens.of(turn.virtualServer(), user);
        String last = "NO_TOKEN";
        boolean done = false;
        for (Token token : all) {
            last = why(life.act(turn.virtualServer(), token.id(), act, order(turn)));
            done |= last.isEmpty();
        }
        return done ? "" : last;
    }

    private String onPerson(BulkStore.Turn turn) {
        UserId user = turn.item().user();
        return user == null ? "GONE" : people.act(turn.act(), turn.virtualServer(), user, actor(turn));
    }

    private String remind(BulkStore.Turn turn) {
        UserId user = turn.item().user();
        if (user == null && turn.item().token() != null) {
            user = tokens.find(turn.virtualServer(), turn.item().token())
                    .map(Token::user)
                    .orElse(null);
        }
        return user != null && care.remind(turn.virtualServer(), user, actor(turn)) ? "" : "NOT_DUE";
    }

    private static ActOrder order(BulkStore.Turn turn) {
        return new ActOrder(actor(turn), turn.because(), null);
    }

    private static Actor actor(BulkStore.Turn turn) {
        return Actor.parse(turn.actor());
    }

    /** Returns the reason's name, or nothing when it is done. */
    private static String why(ActOutcome outcome) {
        return switch (outcome) {
            case ActOutcome.Done done -> "";
            case ActOutcome.Refused(Token token, NotAllowed why) -> why.name();
            case ActOutcome.Overtaken overtaken -> "OVERTAKEN";
            case ActOutcome.UnknownToken gone -> "GONE";
            case ActOutcome.NotProven none -> "GONE";
            case ActOutcome.UnknownUser none -> "GONE";
        };
    }
}

package org.countersign.server.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.TokenTable;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Says what an act on many would do if it was done now, before anybody decides. Changes nothing. */
@Component
public final class BulkForecast {
    private static final int CHUNK = 1000;
    private static final Set<TokenState> IN_HAND = Set.of(TokenState.ACTIVE, TokenState.SUSPENDED, TokenState.LOCKED);

    private final TokenRegister register;

    private final Users users;

    BulkForecast(TokenRegister register, Users users) {
        this.register = register;
        this.users = users;
    }

    /**
     * What an act would do.
     *
     * @param people whose tokens it changes
     * @param without how many of them have no token in use afterwards that they have now
     * @param refused how many rows it cannot be done to
     */
    public record Forecast(int people, int without, int refused) {}

    /**
     * What an act on users themselves would do.
     *
     * @param tokens how many tokens in use, suspended or locked they have
     * @param unused how many tokens they have that they never put to use
     * @param refused how many users it cannot be done to: their state does not allow it
     */
    public record PeopleForecast(int tokens, int unused, int refused) {}

    /** Returns what {@code act}, which is about users themselves, would do to {@code subjects}. */
    public PeopleForecast ofPeople(VirtualServerId virtualServer, BulkAct act, List<BulkItem.Subject> subjects) {
        int inUse = 0;
        int unused = 0;
        int refused = 0;
        for (int from = 0; from < subjects.size(); from += CHUNK) {
            List<UserId> some = subjects.subList(from, Math.min(from + CHUNK, subjects.size())).stream()
                    .flatMap(subject -> Stream.ofNullable(subject.user()))
                    .toList();
            List<UserId> fit = users.named(virtualServer, some).values().stream()
                    .filter(user -> fits(act, user.state()))
                    .map(UserAccount::id)
                    .toList();
            refused += some.size() - fit.size();
            for (Token token : register.ofUsers(virtualServer, fit)) {
                inUse += IN_HAND.contains(token.state()) ? 1 : 0;
                unused += token.state() == TokenState.ASSIGNED ? 1 : 0;
            }
        }
        return new PeopleForecast(inUse, unused, refused);
    }

    private static boolean fits(BulkAct act, UserAccount.State state) {
        return switch (state) {
            case DELETED -> false;
            case DISABLED -> act != BulkAct.DISABLE;
            case ACTIVE, LOCKED -> act != BulkAct.ENABLE;
        };
    }

    /** Returns what {@code act}, which is about tokens, would do to {@code subjects}. */
    public Forecast of(VirtualServerId virtualServer, BulkAct act, List<BulkItem.Subject> subjects) {
        TokenAct done = act.onToken().orElseThrow(() -> new IllegalArgumentException(act + " is about no token"));
        Counted counted = new Counted(done);
        for (int from = 0; from < subjects.size(); from += CHUNK) {
            count(virtualServer, subjects.subList(from, Math.min(from + CHUNK, subjects.size())), counted);
        }
        return new Forecast(counted.people.size(), without(virtualServer, counted), counted.refused);
    }

    /** What was counted so far. */
    private static final class Counted {
        final TokenAct act;
        final Set<UserId> people = new HashSet<>();
        final Map<UserId, Integer> taken = new HashMap<>();
        int refused;

        Counted(TokenAct act) {
            this.act = act;
        }

        /** Counts a token, and says whether the act can be done to it. */
        boolean isDone(Token token) {
            if (!(TokenTable.of(act, token) instanceof TokenTable.Verdict.Allowed(TokenState to))) {
                return false;
            }
            token.owner().ifPresent(owner -> {
                people.add(owner);
                if (token.state() == TokenState.ACTIVE && to != TokenState.ACTIVE) {
                    taken.merge(owner, 1, Integer::sum);
                }
            });
            return true;
        }
    }

    private void count(VirtualServerId virtualServer, List<BulkItem.Subject> subjects, Counted counted) {
        List<TokenId> ids = new ArrayList<>();
        List<UserId> users = new ArrayList<>();
        subjects.forEach(subject -> {
            if (subject.token() != null) {
                ids.add(subject.token());
            } else if (subject.user() != null) {
                users.add(subject.user());
            }
        });
        Collection<Token> named = register.named(virtualServer, ids);
        int done = (int) named.stream().filter(counted::isDone).count();
        Set<UserId> served = new HashSet<>();
        for (Token token : register.ofUsers(virtualServer, users)) {
            if (counted.isDone(token)) {
                token.owner().ifPresent(served::add);
            }
        }
        counted.refused += ids.size() - done + users.size() - served.size();
    }

    private int without(VirtualServerId virtualServer, Counted counted) {
        int without = 0;
        List<UserId> affected = List.copyOf(counted.taken.keySet());
        for (int from = 0; from < affected.size(); from += CHUNK) {
            List<UserId> some = affected.subList(from, Math.min(from + CHUNK, affected.size()));
            Map<UserId, Integer> inUse = register.countInUse(virtualServer, some);
            without += (int) some.stream()
                    .filter(user -> inUse.getOrDefault(user, 0) <= counted.taken.getOrDefault(user, 0))
                    .count();
        }
        return without;
    }
}

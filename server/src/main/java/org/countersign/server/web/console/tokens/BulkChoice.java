package org.countersign.server.web.console.tokens;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkSubjects;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.springframework.stereotype.Component;

/** Finds whom an act on many is about: those chosen, or all that match. Another virtual server's are never among them. */
@Component
class BulkChoice {
    private static final int PAGE = 500;
    private static final int OWNERS = 200;

    private final BulkSubjects subjects;
    private final Users users;

    BulkChoice(BulkSubjects subjects, Users users) {
        this.subjects = subjects;
        this.users = users;
    }

    /**
     * What an act on many is about.
     *
     * @param subjects the rows of the job
     * @param people the users, or whose tokens they are
     */
    record Found(List<BulkItem.Subject> subjects, Set<UserId> people) {
        Found {
            subjects = List.copyOf(subjects);
            people = Collections.unmodifiableSet(new LinkedHashSet<>(people));
        }
    }

    /** Returns what it is about. */
    Found find(VirtualServerId virtualServer, BulkOrder order) {
        if (order.isOfTokens()) {
            List<Token> tokens = tokens(virtualServer, order);
            return new Found(BulkSubjects.ofTokens(tokens), BulkSubjects.owners(tokens));
        }
        Collection<UserAccount> users = users(virtualServer, order);
        return new Found(
                BulkSubjects.ofUsers(users),
                users.stream().map(UserAccount::id).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private Collection<UserAccount> users(VirtualServerId virtualServer, BulkOrder order) {
        if (order.all()) {
            return subjects.users(virtualServer, order.people().filter());
        }
        return users.named(virtualServer, chosen(order).map(UserId::new).toList()).values().stream()
                .filter(user -> user.state() != UserAccount.State.DELETED)
                .toList();
    }

    private static Stream<UUID> chosen(BulkOrder order) {
        return order.ids().stream().limit(PAGE).flatMap(id -> ConsoleIds.uuid(id).stream());
    }

    /** Says whether a search for somebody's tokens finds more people than are looked at. */
    boolean findsTooMany(VirtualServerId virtualServer, BulkOrder order) {
        String name = order.tokens().user();
        return order.isOfTokens()
                && order.all()
                && !name.isEmpty()
                && users.find(virtualServer, name).isEmpty()
                && users.search(virtualServer, name, OWNERS + 1).size() > OWNERS;
    }

    private List<Token> tokens(VirtualServerId virtualServer, BulkOrder order) {
        if (!order.all()) {
            return subjects.tokens(
                    virtualServer, chosen(order).map(TokenId::new).toList());
        }
        Optional<List<UserId>> owners = owners(virtualServer, order.tokens().user());
        if (owners.isEmpty()) {
            return List.of();
        }
        return subjects.tokens(virtualServer, order.tokens().filter(owners.get()));
    }

    /** Returns whose tokens a search is about: nobody's in particular, some people's, or nothing when nobody is called so. */
    Optional<List<UserId>> owners(VirtualServerId virtualServer, String name) {
        if (name.isEmpty()) {
            return Optional.of(List.of());
        }
        // The exact name first: it is found at once among a million.
        List<UserId> found = users.find(virtualServer, name)
                .map(user -> List.of(user.id()))
                .orElseGet(() -> users.search(virtualServer, name, OWNERS).stream()
                        .map(UserAccount::id)
                        .toList());
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}

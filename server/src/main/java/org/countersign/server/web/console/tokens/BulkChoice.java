package org.countersign.server.web.console.tokens;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkSubjects;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.tokens.ConsoleBulkController.Order;
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

    List<BulkItem.Subject> tokens(VirtualServerId virtualServer, Order order) {
        return BulkSubjects.ofTokens(all(virtualServer, order));
    }

    Set<UserId> owners(VirtualServerId virtualServer, Order order) {
        return BulkSubjects.owners(all(virtualServer, order));
    }

    List<BulkItem.Subject> users(VirtualServerId virtualServer, boolean all, List<String> ids, String text) {
        if (!all) {
            List<UserId> chosen = ids.stream()
                    .limit(PAGE)
                    .flatMap(id -> ConsoleIds.uuid(id).stream())
                    .map(UserId::new)
                    .toList();
            return BulkSubjects.ofUsers(users.named(virtualServer, chosen).values());
        }
        return BulkSubjects.ofUsers(subjects.users(virtualServer, UserFilter.text(text)));
    }

    /** Says whether a search for somebody's tokens finds more people than are looked at. */
    boolean findsTooMany(VirtualServerId virtualServer, Order order) {
        String name = order.search().user();
        return order.isOfTokens()
                && order.all()
                && !name.isEmpty()
                && users.find(virtualServer, name).isEmpty()
                && users.search(virtualServer, name, OWNERS + 1).size() > OWNERS;
    }

    private List<Token> all(VirtualServerId virtualServer, Order order) {
        if (!order.all()) {
            List<TokenId> chosen = order.ids().stream()
                    .limit(PAGE)
                    .flatMap(id -> ConsoleIds.uuid(id).stream())
                    .map(TokenId::new)
                    .toList();
            return subjects.tokens(virtualServer, chosen);
        }
        Optional<List<UserId>> owners = owners(virtualServer, order.search().user());
        if (owners.isEmpty()) {
            return List.of();
        }
        return subjects.tokens(virtualServer, order.search().filter(owners.get()));
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

package org.countersign.server.web.console.tokens;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.tokens.ConsoleBulkController.Order;
import org.springframework.stereotype.Component;

/** Finds whom an act on many is about: those chosen, or all that match. Another virtual server's are never among them. */
@Component
class BulkChoice {
    private static final int PAGE = 500;
    private static final int OWNERS = 200;

    private final Tokens tokens;
    private final TokenRegister register;
    private final Users users;

    BulkChoice(Tokens tokens, TokenRegister register, Users users) {
        this.tokens = tokens;
        this.register = register;
        this.users = users;
    }

    List<BulkItem.Subject> tokens(VirtualServerId virtualServer, Order order) {
        return all(virtualServer, order).stream()
                .map(token -> BulkItem.Subject.of(token.id(), token.serial()))
                .toList();
    }

    Set<UserId> owners(VirtualServerId virtualServer, Order order) {
        Set<UserId> owners = new LinkedHashSet<>();
        all(virtualServer, order).forEach(token -> token.owner().ifPresent(owners::add));
        return owners;
    }

    List<BulkItem.Subject> users(VirtualServerId virtualServer, boolean all, List<String> ids, String text) {
        if (!all) {
            List<UserId> chosen = ids.stream()
                    .limit(PAGE)
                    .flatMap(id -> ConsoleIds.uuid(id).stream())
                    .map(UserId::new)
                    .toList();
            return subjects(users.named(virtualServer, chosen).values());
        }
        List<BulkItem.Subject> found = new ArrayList<>();
        String after = null;
        while (found.size() <= BulkJobs.MOST) {
            List<UserAccount> page = users.page(virtualServer, text, after, PAGE);
            found.addAll(subjects(page));
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().userName();
        }
        return found;
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

    private static List<BulkItem.Subject> subjects(Collection<UserAccount> accounts) {
        return accounts.stream()
                .map(user -> BulkItem.Subject.of(user.id(), user.userName()))
                .toList();
    }

    private List<Token> all(VirtualServerId virtualServer, Order order) {
        if (!order.all()) {
            return order.ids().stream()
                    .limit(PAGE)
                    .distinct()
                    .flatMap(id -> ConsoleIds.uuid(id).stream())
                    .flatMap(id -> tokens.find(virtualServer, new TokenId(id)).stream())
                    .toList();
        }
        Optional<List<UserId>> owners = owners(virtualServer, order.search().user());
        if (owners.isEmpty()) {
            return List.of();
        }
        TokenFilter filter = order.search().filter(owners.get()).after(null);
        List<Token> found = new ArrayList<>();
        while (found.size() <= BulkJobs.MOST) {
            List<Token> page = register.tokens(virtualServer, filter, PAGE);
            found.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
            filter = filter.after(page.getLast().serial());
        }
        return found;
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

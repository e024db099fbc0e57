package org.countersign.server.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserFilter;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Finds whom an act on many is about: all that match, or those chosen. Another virtual server's are never among them. */
@Component
public final class BulkSubjects {
    private static final int PAGE = 500;

    private final TokenRegister register;
    private final Users users;

    BulkSubjects(TokenRegister register, Users users) {
        this.register = register;
        this.users = users;
    }

    /** Returns all tokens that {@code filter} asks for; a few more than {@link BulkJobs#MOST} when there are more. */
    public List<Token> tokens(VirtualServerId virtualServer, TokenFilter filter) {
        List<Token> found = new ArrayList<>();
        TokenFilter rest = filter.after(null);
        while (found.size() <= BulkJobs.MOST) {
            List<Token> page = register.tokens(virtualServer, rest, PAGE);
            found.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
            rest = rest.after(page.getLast().serial());
        }
        return found;
    }

    /** Returns those of {@code ids} that are this virtual server's tokens, each once. */
    public List<Token> tokens(VirtualServerId virtualServer, Collection<TokenId> ids) {
        return register.named(virtualServer, new LinkedHashSet<>(ids));
    }

    /** Returns all users that {@code filter} asks for; a few more than {@link BulkJobs#MOST} when there are more. */
    public List<UserAccount> users(VirtualServerId virtualServer, UserFilter filter) {
        List<UserAccount> found = new ArrayList<>();
        String after = null;
        while (found.size() <= BulkJobs.MOST) {
            List<UserAccount> page = users.page(virtualServer, filter, after, PAGE);
            found.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().userName();
        }
        return found;
    }

    /** Returns whose tokens these are. */
    public static Set<UserId> owners(Collection<Token> tokens) {
        Set<UserId> owners = new LinkedHashSet<>();
        tokens.forEach(token -> token.owner().ifPresent(owners::add));
        return owners;
    }

    /** Returns tokens as rows of a job. */
    public static List<BulkItem.Subject> ofTokens(Collection<Token> tokens) {
        return tokens.stream()
                .map(token -> BulkItem.Subject.of(token.id(), token.serial()))
                .toList();
    }

    /** Returns users with all their tokens as rows of a job. */
    public static List<BulkItem.Subject> ofUsers(Collection<UserAccount> accounts) {
        return accounts.stream()
                .map(user -> BulkItem.Subject.of(user.id(), user.userName()))
                .toList();
    }
}

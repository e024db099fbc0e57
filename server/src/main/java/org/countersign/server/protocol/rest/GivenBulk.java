package org.countersign.server.protocol.rest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkSubjects;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.springframework.stereotype.Component;

/** Finds whom callers mean: all that match, or each of those named, none of whom may be unknown. */
@Component
class GivenBulk {
    private final BulkSubjects subjects;
    private final Users users;

    GivenBulk(BulkSubjects subjects, Users users) {
        this.subjects = subjects;
        this.users = users;
    }

    /**
     * What a job would be about.
     *
     * @param people whose tokens it touches, and who is named
     */
    record Choice(List<BulkItem.Subject> subjects, Set<UserId> people) {}

    Choice of(ApiClient client, GivenTokens given) {
        VirtualServerId owner = client.application().virtualServer();
        List<Token> tokens = given.isForAll() ? subjects.tokens(owner, given.filter()) : chosen(owner, given.chosen());
        Set<UserId> people = BulkSubjects.owners(tokens);
        UserId named = given.user();
        if (named != null) {
            people.add(named);
        }
        return new Choice(BulkSubjects.ofTokens(tokens), people);
    }

    Choice of(ApiClient client, GivenUsers given) {
        VirtualServerId owner = client.application().virtualServer();
        List<UserAccount> accounts =
                given.isForAll() ? subjects.users(owner, given.filter()) : people(owner, given.chosen());
        return new Choice(
                BulkSubjects.ofUsers(accounts),
                accounts.stream().map(UserAccount::id).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private List<Token> chosen(VirtualServerId owner, List<TokenId> ids) {
        List<Token> tokens = subjects.tokens(owner, ids);
        if (tokens.size() < ids.size()) {
            throw RestRefusal.notFound("token");
        }
        return tokens;
    }

    private List<UserAccount> people(VirtualServerId owner, List<UserId> ids) {
        Map<UserId, UserAccount> known = users.named(owner, ids);
        List<UserAccount> accounts = new ArrayList<>();
        for (UserId id : ids) {
            UserAccount account = known.get(id);
            if (account == null || account.state() == UserAccount.State.DELETED) {
                throw RestRefusal.notFound("user");
            }
            accounts.add(account);
        }
        return accounts;
    }
}

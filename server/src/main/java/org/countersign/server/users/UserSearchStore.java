package org.countersign.server.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL of finding people. Lists go by user name. What is searched goes by the word that fits, in whose order the index
 * gives it: nothing is sorted, and a page costs the same wherever it stands.
 */
@Component
class UserSearchStore {
    /** Beyond so many, one beginning of a word is as common as another. */
    private static final int COMMON = 2_000;

    private final JdbcClient jdbc;
    private final JdbcOperations connections;

    UserSearchStore(JdbcClient jdbc, JdbcOperations connections) {
        this.jdbc = jdbc;
        this.connections = connections;
    }

    List<UserAccount> page(VirtualServerId virtualServer, UserFilter filter, @Nullable String after, int limit) {
        List<SearchWords.Range> terms = terms(virtualServer, filter.text());
        if (terms.isEmpty()) {
            return filter.text().isBlank() ? list(virtualServer, filter, after, limit) : List.of();
        }
        Optional<Place> from = Optional.ofNullable(after).flatMap(name -> place(virtualServer, name, terms.getFirst()));
        return search(virtualServer, filter, terms, from.orElse(null), limit);
    }

    /** Returns what is looked for, what fits the fewest first. */
    List<SearchWords.Range> terms(VirtualServerId virtualServer, String text) {
        List<SearchWords.Range> terms = SearchWords.ranges(text);
        return terms.size() <= 1
                ? terms
                : terms.stream()
                        .sorted(Comparator.comparingInt(term -> count(virtualServer, term)))
                        .toList();
    }

    private List<UserAccount> list(
            VirtualServerId virtualServer, UserFilter filter, @Nullable String after, int limit) {
        return filtered(
                        jdbc.sql("""
                        select person.* from user_account person
                        where person.virtual_server_id = :virtualServer and person.state <> 'DELETED'
                        """
                                + (after == null ? "" : " and person.folded_name > lower(:after)")
                                + conditions(filter, isInSmallGroup(virtualServer, filter), "person.id")
                                + " order by person.folded_name limit :limit"),
                        filter)
                .param("virtualServer", virtualServer.value())
                .param("after", after == null ? null : Names.searchable(after))
                .param("limit", limit)
                .query((row, number) -> UserStore.account(row))
                .list();
    }

    /** Who stood last on the page before: under the first of their words that fits. */
    private record Place(String word, UserId user) {}

    private List<UserAccount> search(
            VirtualServerId virtualServer,
            UserFilter filter,
            List<SearchWords.Range> terms,
            @Nullable Place after,
            int limit) {
        StringBuilder others = new StringBuilder();
        for (int i = 1; i < terms.size(); i++) {
            others.append("""
                     and exists (select from user_word other where other.user_id = found.user_id
                                 and other.word >= :from%1$d and other.word < :to%1$d)
                    """.replace("%1$d", Integer.toString(i)));
        }
        var statement = filtered(
                        jdbc.sql("""
                        select person.* from user_word found join user_account person on person.id = found.user_id
                        where found.virtual_server_id = :virtualServer and person.virtual_server_id = :virtualServer
                          and found.word >= :from0 and found.word < :to0 and person.state <> 'DELETED'
                          and not exists (select from user_word earlier where earlier.user_id = found.user_id
                                          and earlier.word >= :from0 and earlier.word < found.word)
                        """
                                + (after == null ? "" : " and (found.word, found.user_id) > (:afterWord, :afterUser)")
                                + others
                                + conditions(filter, isInSmallGroup(virtualServer, filter), "found.user_id")
                                + " order by found.word, found.user_id limit :limit"),
                        filter)
                .param("virtualServer", virtualServer.value())
                .param("afterWord", after == null ? null : after.word())
                .param("afterUser", after == null ? null : after.user().value())
                .param("limit", limit);
        for (int i = 0; i < terms.size(); i++) {
            statement = statement
                    .param("from" + i, terms.get(i).from())
                    .param("to" + i, terms.get(i).to());
        }
        return statement.query((row, number) -> UserStore.account(row)).list();
    }

    private int count(VirtualServerId virtualServer, SearchWords.Range term) {
        return jdbc.sql("""
                        select count(*) from (select from user_word
                                              where virtual_server_id = ? and word >= ? and word < ? limit ?) as counted
                        """)
                .params(virtualServer.value(), term.from(), term.to(), COMMON)
                .query(Integer.class)
                .single();
    }

    private Optional<Place> place(VirtualServerId virtualServer, String userName, SearchWords.Range term) {
        return jdbc.sql("""
                        select word, user_id from user_word
                        where user_id = (select id from user_account where virtual_server_id = ?
                                         and folded_name = lower(?) and state <> 'DELETED')
                          and word >= ? and word < ?
                        order by word limit 1
                        """)
                .params(virtualServer.value(), Names.searchable(userName), term.from(), term.to())
                .query((row, number) -> new Place(row.getString(1), new UserId(row.getObject(2, UUID.class))))
                .optional();
    }

    /** Says whether so few are in the group asked for that it is quicker to begin with them. */
    private boolean isInSmallGroup(VirtualServerId virtualServer, UserFilter filter) {
        return filter.group() != null
                && jdbc.sql("""
                                select count(*) from (select from membership
                                                      where virtual_server_id = ? and group_id = ? limit ?) as counted
                                """)
                                .params(virtualServer.value(), filter.group().value(), COMMON)
                                .query(Integer.class)
                                .single()
                        < COMMON;
    }

    /**
     * The conditions that somebody asked for.
     *
     * @param smallGroup whether to begin with the group's members: the database does not know how few there are
     * @param user the column with the user's id that finds them quickly
     */
    private static String conditions(UserFilter filter, boolean smallGroup, String user) {
        StringBuilder conditions = new StringBuilder();
        if (filter.state() != null) {
            conditions.append(" and person.state = :state");
        }
        if (smallGroup) {
            conditions.append(" and ").append(user).append("""
                     = any (array(select membership.user_id from membership
                                  where membership.virtual_server_id = :virtualServer and membership.group_id = :group))
                    """);
        } else if (filter.group() != null) {
            conditions.append("""
                     and exists (select from membership where membership.virtual_server_id = :virtualServer
                                 and membership.group_id = :group and membership.user_id = person.id)
                    """);
        }
        UserFilter.Within within = filter.within();
        if (within != null && within.containers().isEmpty()) {
            conditions.append(within.byDefault() ? " and person.container_id is null" : " and false");
        } else if (within != null) {
            conditions.append(
                    within.byDefault()
                            ? " and (person.container_id is null or person.container_id = any(:containers))"
                            : " and person.container_id = any(:containers)");
        }
        return conditions.toString();
    }

    private static JdbcClient.StatementSpec filtered(JdbcClient.StatementSpec statement, UserFilter filter) {
        UserFilter.Within within = filter.within();
        return statement
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("group", filter.group() == null ? null : filter.group().value())
                .param(
                        "containers",
                        within == null
                                ? new UUID[0]
                                : within.containers().stream()
                                        .map(ContainerId::value)
                                        .toArray(UUID[]::new));
    }

    /** Writes the words of a person anew. */
    void write(UserAccount account) {
        forget(account.virtualServer(), account.id());
        insert(List.of(account));
    }

    void forget(VirtualServerId virtualServer, UserId user) {
        jdbc.sql("delete from user_word where virtual_server_id = ? and user_id = ?")
                .params(virtualServer.value(), user.value())
                .update();
    }

    /** Writes the words of people who have none yet. */
    void insert(List<UserAccount> accounts) {
        List<Object[]> rows = new ArrayList<>();
        for (UserAccount account : accounts) {
            for (String word : SearchWords.of(account.userName(), account.displayName(), account.mail())) {
                rows.add(new Object[] {
                    account.virtualServer().value(), account.id().value(), word
                });
            }
        }
        connections.batchUpdate("insert into user_word (virtual_server_id, user_id, word) values (?, ?, ?)", rows);
    }

    /** Says which of these folded names somebody has. */
    List<String> taken(VirtualServerId virtualServer, List<String> userNames) {
        return jdbc
                .sql("""
                        select wanted.name from unnest(:names::text[]) as wanted (name)
                        join user_account on virtual_server_id = :virtualServer and folded_name = lower(wanted.name)
                                         and state <> 'DELETED'
                        """)
                .param("virtualServer", virtualServer.value())
                .param("names", userNames.stream().map(Names::searchable).toArray(String[]::new))
                .query((row, number) -> row.getString(1))
                .list()
                .stream()
                .collect(Collectors.toList());
    }
}

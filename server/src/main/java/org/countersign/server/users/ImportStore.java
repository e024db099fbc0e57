package org.countersign.server.users;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of many users at once, some thousands with each statement. */
@Component
class ImportStore {
    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;

    ImportStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keep(UUID id, VirtualServerId virtualServer, byte[] content, boolean makesMissing, Instant now) {
        jdbc.sql("""
                insert into user_import (id, virtual_server_id, content, makes_missing, created_at)
                values (?, ?, ?, ?, ?)
                """)
                .params(id, virtualServer.value(), content, makesMissing, OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }

    Optional<UserImport.Kept> find(VirtualServerId virtualServer, UUID id, Instant since) {
        return jdbc.sql("select * from user_import where virtual_server_id = ? and id = ? and created_at > ?")
                .params(virtualServer.value(), id, OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .query((row, number) -> new UserImport.Kept(row.getBytes("content"), row.getBoolean("makes_missing")))
                .optional();
    }

    void delete(VirtualServerId virtualServer, UUID id) {
        jdbc.sql("delete from user_import where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id)
                .update();
    }

    void forgetBefore(Instant moment) {
        jdbc.sql("delete from user_import where created_at <= ?")
                .param(OffsetDateTime.ofInstant(moment, ZoneOffset.UTC))
                .update();
    }

    /** Lets one import of a virtual server work at a time. */
    void lock(VirtualServerId virtualServer) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("import of users of " + virtualServer)
                .query(Integer.class)
                .single();
    }

    /** Returns who has these names already, by the name as it was asked for. */
    Map<String, UserAccount> known(VirtualServerId virtualServer, List<String> names) {
        Map<String, UserAccount> known = new HashMap<>();
        for (List<String> some : parts(names)) {
            jdbc.sql("""
                    select wanted.name as wanted, user_account.* from unnest(:names::text[]) as wanted (name)
                    join user_account on virtual_server_id = :virtualServer and folded_name = lower(wanted.name)
                                     and state <> 'DELETED'
                    """)
                    .param("names", some.toArray(String[]::new))
                    .param("virtualServer", virtualServer.value())
                    .query(row -> {
                        known.put(row.getString("wanted"), UserStore.account(row));
                    });
        }
        return known;
    }

    Map<UserId, Set<GroupId>> memberships(VirtualServerId virtualServer, Collection<UserId> users) {
        Map<UserId, Set<GroupId>> all = new HashMap<>();
        for (List<UserId> some : parts(List.copyOf(users))) {
            jdbc.sql("select user_id, group_id from membership where virtual_server_id = ? and user_id = any(?)")
                    .params(
                            virtualServer.value(),
                            some.stream().map(UserId::value).toArray(UUID[]::new))
                    .query(row -> {
                        all.computeIfAbsent(new UserId(row.getObject(1, UUID.class)), user -> new HashSet<>())
                                .add(new GroupId(row.getObject(2, UUID.class)));
                    });
        }
        return all;
    }

    /** Writes new users, who have no password yet. */
    void insert(List<UserAccount> accounts, Instant now) {
        for (List<UserAccount> some : parts(accounts)) {
            jdbc.sql("""
                    insert into user_account (id, virtual_server_id, user_name, display_name, mail, state, container_id,
                                              created_at)
                    select id, :virtualServer, name, shown, mail, 'ACTIVE', container, :now
                    from unnest(:ids::uuid[], :names::text[], :shown::text[], :mails::text[], :containers::uuid[])
                         as made (id, name, shown, mail, container)
                    """)
                    .param("virtualServer", some.getFirst().virtualServer().value())
                    .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                    .param("ids", some.stream().map(user -> user.id().value()).toArray(UUID[]::new))
                    .param("names", some.stream().map(UserAccount::userName).toArray(String[]::new))
                    .param("shown", some.stream().map(UserAccount::displayName).toArray(String[]::new))
                    .param("mails", some.stream().map(UserAccount::mail).toArray(String[]::new))
                    .param(
                            "containers",
                            some.stream().map(ImportStore::container).toArray(UUID[]::new))
                    .update();
            words(some);
        }
    }

    private void words(List<UserAccount> accounts) {
        List<UUID> ids = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (UserAccount account : accounts) {
            for (String word : SearchWords.of(account.userName(), account.displayName(), account.mail())) {
                ids.add(account.id().value());
                words.add(word);
            }
        }
        jdbc.sql("""
                insert into user_word (virtual_server_id, user_id, word)
                select :virtualServer, id, word from unnest(:ids::uuid[], :words::text[]) as made (id, word)
                """)
                .param("virtualServer", accounts.getFirst().virtualServer().value())
                .param("ids", ids.toArray(UUID[]::new))
                .param("words", words.toArray(String[]::new))
                .update();
    }

    /** Puts users into groups they are not in. */
    void join(VirtualServerId virtualServer, List<UserId> users, List<GroupId> groups, Instant now) {
        jdbc.sql("""
                insert into membership (virtual_server_id, user_id, group_id, created_at)
                select :virtualServer, person, joined, :now
                from unnest(:users::uuid[], :groups::uuid[]) as made (person, joined)
                """)
                .param("virtualServer", virtualServer.value())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .param("groups", groups.stream().map(GroupId::value).toArray(UUID[]::new))
                .update();
    }

    void move(UserAccount account) {
        jdbc.sql(
                        "update user_account set container_id = :container where virtual_server_id = :virtualServer and id = :id")
                .param("container", container(account))
                .param("virtualServer", account.virtualServer().value())
                .param("id", account.id().value())
                .update();
    }

    private static @Nullable UUID container(UserAccount account) {
        ContainerId container = account.placement().container();
        return container == null ? null : container.value();
    }

    private static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }
}

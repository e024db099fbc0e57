package org.countersign.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The demo's virtual server with the people of a large organisation, written into the database itself: that many enrollments
 * over the API would take hours.
 */
final class Population {
    /** How many people; three of ten have a second token. */
    static final int USERS = 1_000_000;

    /** How many events the record has, over 60 days. */
    static final int EVENTS = 2_000_000;

    /** Of so many of these events, one is a report 'It wasn't me!', and one an operator's act. */
    private static final int RARE = 40_000;

    /** A point of P-256, as devices have: the one that the curve begins with. */
    private static final String POINT = "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    private static final int TASKS = 100;
    private static final int MEMBERS = 1_000;

    private final BenchDatabase database;

    Population(BenchDatabase database) {
        this.database = database;
    }

    /** Writes people with their tokens and devices. */
    void fill() throws SQLException {
        run("""
                insert into user_account (id, virtual_server_id, user_name, display_name, mail, state, created_at)
                select gen_random_uuid(), v.id, 'user' || n, given || ' ' || family,
                       lower(given || '.' || family) || '.' || n || '@acme.example',
                       case when n % 50000 = 7 then 'LOCKED' when n % 1000 = 3 then 'DISABLED' else 'ACTIVE' end, now()
                from virtual_server v, generate_series(1, {users}) n,
                     lateral (select (array['Ada', 'Amara', 'Anna', 'Bela', 'Boris', 'Carla', 'Chen', 'Dana', 'David', 'Elif',
                                            'Emma', 'Erik', 'Fatima', 'Finn', 'Grace', 'Hana', 'Hugo', 'Ines', 'Ivan', 'Jana',
                                            'Jonas', 'Kofi', 'Lena', 'Liam', 'Mara', 'Maria', 'Noah', 'Olga', 'Omar', 'Paul',
                                            'Priya', 'Rosa', 'Sara', 'Tariq', 'Ulla', 'Vera', 'Wanda', 'Yara', 'Yusuf', 'Zoe'])
                                     [1 + n % 40] as given) as givens,
                     lateral (select (array['Al', 'Bar', 'Cor', 'Dun', 'El', 'Fal', 'Gar', 'Hol', 'Ir', 'Jan', 'Kel', 'Lan', 'Mor',
                                            'Nor', 'Ok', 'Pal', 'Quin', 'Ros', 'Sol', 'Tor', 'Um', 'Ver', 'Wal', 'Xan', 'Yor'])
                                     [1 + n / 40 % 25]
                                  || (array['ba', 'co', 'di', 'fe', 'ga', 'li', 'mo', 'ne'])[1 + n / 1000 % 8]
                                  || (array['der', 'fort', 'gren', 'hem', 'ides', 'kin', 'low', 'man', 'nova', 'sen'])
                                     [1 + n / 8000 % 10] as family) as families
                where v.slug = 'acme'
                """);
        // Everybody's first, then some people's second.
        for (String part : new String[] {"A", "B"}) {
            run("""
                    insert into token (id, virtual_server_id, serial, user_id, name, state, mode, algorithm, alphabet, length,
                                       step_seconds, drift_steps, look_ahead, policy_string, sealed_seed, lock_threshold,
                                       lock_seconds, failure_cap, resynchronise_window, created_at, activated_at, last_used_at,
                                       push)
                    select gen_random_uuid(), virtual_server_id, '{part}' || n, id, 'Phone',
                           case when n % 100000 = 11 then 'LOCKED' when n % 20000 = 13 then 'LOST' else 'ACTIVE' end,
                           'TOTP', 'SHA1', 'DECIMAL', 6, 30, 1, 10, '', '\\x00', 5, 900, 100, 200, now(), now(), now(),
                           case when n % 1000 = 500 then 'DISABLED' else 'ENABLED' end
                    from user_account, lateral (select substr(user_name, 5)::int as n) as numbered
                    where user_name ~ '^user[0-9]' and n % 10 < {of ten}
                    """.replace("{part}", part).replace("{of ten}", part.equals("A") ? "10" : "3"));
        }
        // The token says already what the device says about push: without the triggers this takes seconds, not minutes.
        run("""
                set session_replication_role = replica;
                insert into device (id, virtual_server_id, token_id, public_point, platform, device_type, os, app,
                                    push_capable, push_enabled, settings_at, created_at, last_seen_at)
                select gen_random_uuid(), virtual_server_id, id, decode('{point}', 'hex'), 'web', 'phone', 'Android 16', 'Countersign Web',
                       true, serial !~ '500$', now(), now(), now()
                from token where serial ~ '^[AB][0-9]'
                """);
        run("vacuum analyze");
    }

    /** Writes what an operator finds about such people: words of search, groups, containers, tasks, and what happened. */
    void fillForOperators() throws SQLException {
        run("""
                set session_replication_role = replica;
                insert into user_word (virtual_server_id, user_id, word)
                select virtual_server_id, id, word
                from user_account,
                     unnest(array[user_name, mail, split_part(mail, '.', 2) || '.' || split_part(mail, '.', 3) || '.example',
                                  split_part(mail, '.', 3) || '.example', 'acme.example', 'example']) as word
                where user_name ~ '^user[0-9]'
                on conflict do nothing;
                """);
        run("""
                set session_replication_role = replica;
                insert into container (id, virtual_server_id, name, created_at)
                select gen_random_uuid(), id, 'Site ' || n, now() from virtual_server, generate_series(1, 20) n where slug = 'acme';
                insert into user_group (id, virtual_server_id, name, origin, created_at)
                select gen_random_uuid(), id, 'Team ' || n, 'LOCAL', now() from virtual_server, generate_series(1, 50) n
                where slug = 'acme';
                update user_account set container_id = container.id
                from container where container.name = 'Site ' || substr(user_name, 5)::int % 20 + 1
                                 and user_name ~ '^user[0-9]' and substr(user_name, 5)::int % 997 < 20;
                insert into membership (virtual_server_id, user_id, group_id, created_at)
                select person.virtual_server_id, person.id, user_group.id, now()
                from user_account person, lateral (select substr(user_name, 5)::int as n) as numbered, user_group
                where user_name ~ '^user[0-9]' and (user_group.name = 'Team 1' and n % 2 = 0
                    or user_group.name = 'Team 2' and n % 5000 = 4999 or user_group.name = 'Team ' || n % 1000);
                """);
        events();
        run("""
                insert into sign_in_report (id, virtual_server_id, user_id, subject, application, ip, happened_at, reported_at)
                select id, virtual_server_id, user_id, 'push:' || id, 'VPN', ip, at, at from audit_event
                where type = 'PUSH_REPORTED';
                insert into provisioning_task (id, virtual_server_id, number, operator, created_at, stop_at, users, ended_at,
                                               ended_because, released)
                select gen_random_uuid(), id, n, 'server', now(), now(), {members}, now(), 'STOPPED', true
                from virtual_server, generate_series(1, {tasks}) n where slug = 'acme';
                insert into provisioning_member (task_id, virtual_server_id, user_id, position, state, mail, mailed_at)
                select task.id, person.virtual_server_id, person.id, n % {members}, 'INVITED', person.mail, now()
                from user_account person, lateral (select substr(user_name, 5)::int as n) as numbered
                join provisioning_task task on task.number = n / {members}
                where user_name ~ '^user[0-9]' and n < {tasks} * {members}
                """);
        run("vacuum analyze");
    }

    /** The chain is none: benchmarks look at pages, which do not check it. */
    private void events() throws SQLException {
        run("""
                set session_replication_role = replica;
                insert into audit_event (virtual_server_id, lane, sequence, id, at, type, actor, user_id, token_id, ip, details, hash)
                select person.virtual_server_id, n % 16, 1000000 + n, gen_random_uuid(),
                       now() - ({events} - n) * interval '60 days' / {events}, type, case when type = 'USER_CHANGED' then 'operator:' || person.id
                           else 'user:' || person.id end,
                       person.id, token.id, '192.0.' || n / 256 % 256 || '.' || n % 256,
                       jsonb_build_object('application', 'VPN', 'serial', token.serial, 'requester', 'vpn.acme.example'), '\\x00'
                from generate_series(1, {events}) n
                join token on token.serial = 'A' || (n::bigint * 7919 % {users} + 1)
                join user_account person on person.id = token.user_id,
                     lateral (select case when n % {rare} = 0 then 'PUSH_REPORTED'
                                          when n % {rare} = 1 then 'USER_CHANGED'
                                          when n % {rare} = 2 then 'PASSCODE_REPLAYED'
                                          when n % 10 = 7 then 'PASSCODE_REFUSED'
                                          when n % 50 = 8 then 'SIGN_IN_FAILED'
                                          when n % 3 = 0 then 'SIGN_IN_SUCCEEDED'
                                          else 'PASSCODE_ACCEPTED' end as type) as types
                """);
    }

    private void run(String template) throws SQLException {
        String sql = template.replace("{users}", Integer.toString(USERS))
                .replace("{events}", Integer.toString(EVENTS))
                .replace("{rare}", Integer.toString(RARE))
                .replace("{tasks}", Integer.toString(TASKS))
                .replace("{members}", Integer.toString(MEMBERS))
                .replace("{point}", POINT);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(sql.startsWith("vacuum"));
            statement.execute(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }
}

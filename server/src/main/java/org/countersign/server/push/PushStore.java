package org.countersign.server.push;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of push requests. */
@Component
class PushStore {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ENDED = 100;

    private final JdbcClient jdbc;

    PushStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes whoever else starts a request of this user wait until the transaction ends. */
    void lockUser(UserId user) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('push-request/' || ?, 0))")
                .param(user.toString())
                .query(row -> {});
    }

    void insert(StoredPush request) {
        jdbc.sql("""
                insert into push_request (id, virtual_server_id, user_id, token_id, requester, jws, request_hash,
                                          number_digits, state, context, created_at, expires_at)
                values (:id, :virtualServer, :user, :token, :requester, :jws, :hash, :numberDigits, 'PENDING',
                        :context::jsonb, :created, :expires)
                """)
                .param("id", request.id().value())
                .param("virtualServer", request.virtualServer().value())
                .param("user", request.user().value())
                .param("token", request.token().value())
                .param("requester", request.requester())
                .param("jws", request.jws())
                .param("hash", Base64.getUrlDecoder().decode(request.requestHash()))
                .param("numberDigits", request.numberDigits())
                .param("context", JSON.writeValueAsString(request.context()))
                .param("created", at(request.createdAt()))
                .param("expires", at(request.expiresAt()))
                .update();
    }

    Optional<StoredPush> find(VirtualServerId virtualServer, PushRequestId id) {
        return jdbc.sql("select * from push_request where virtual_server_id = ? and id = ?")
                .params(virtualServer.value(), id.value())
                .query((row, number) -> request(row))
                .optional();
    }

    /** Finds a request of a token and keeps everybody else from changing it until the transaction ends. */
    Optional<StoredPush> lock(TokenId token, PushRequestId id) {
        return jdbc.sql("select * from push_request where token_id = ? and id = ? for update")
                .params(token.value(), id.value())
                .query((row, number) -> request(row))
                .optional();
    }

    Optional<StoredPush> open(UserId user) {
        return jdbc.sql("select * from push_request where user_id = ? and state = 'PENDING' for update")
                .param(user.value())
                .query((row, number) -> request(row))
                .optional();
    }

    List<StoredPush> open(Collection<TokenId> tokens, Instant now) {
        return jdbc.sql("""
                        select * from push_request
                        where token_id = any(?) and state = 'PENDING' and expires_at > ?
                        order by created_at desc
                        """)
                .params(tokens.stream().map(TokenId::value).toArray(UUID[]::new), at(now))
                .query((row, number) -> request(row))
                .list();
    }

    /** How requests of tokens ended that were created since then, newest first; one whose time is up has ended too. */
    List<PushEvent.Ended> ended(Collection<TokenId> tokens, Instant since, Instant now) {
        return jdbc.sql("""
                        select id, context ->> 'serial' as serial,
                               case state when 'PENDING' then 'EXPIRED' when 'CONSUMED' then 'APPROVED'
                                          else state end as state
                        from push_request
                        where token_id = any(?) and created_at > ? and (state <> 'PENDING' or expires_at <= ?)
                        order by created_at desc limit ?
                        """)
                .params(tokens.stream().map(TokenId::value).toArray(UUID[]::new), at(since), at(now), MOST_ENDED)
                .query((row, number) -> new PushEvent.Ended(
                        row.getString("serial"),
                        new PushRequestId(row.getObject("id", UUID.class)),
                        PushState.valueOf(row.getString("state"))))
                .list();
    }

    List<StoredPush> overdue(Instant now, int limit) {
        return jdbc.sql("""
                        select * from push_request where state = 'PENDING' and expires_at <= ?
                        order by virtual_server_id, expires_at limit ? for update skip locked
                        """)
                .params(at(now), limit)
                .query((row, number) -> request(row))
                .list();
    }

    /** How many requests of a user ended since then without an answer, whether their time was up or another came. */
    int unanswered(UserId user, Instant since) {
        return jdbc.sql("""
                        select count(*) from push_request
                        where user_id = ? and created_at > ? and state in ('EXPIRED', 'SUPERSEDED')
                        """)
                .params(user.value(), at(since))
                .query(Integer.class)
                .single();
    }

    /** How many requests since then a user has denied. */
    int denied(UserId user, Instant since) {
        return jdbc.sql("select count(*) from push_request where user_id = ? and created_at > ? and state = 'DENIED'")
                .params(user.value(), at(since))
                .query(Integer.class)
                .single();
    }

    /** Ends an open request; whoever changes the row has ended it. */
    boolean end(PushRequestId id, PushState state, @Nullable String because, boolean answered, Instant now) {
        return jdbc.sql("""
                        update push_request
                        set state = :state, ended_because = :because,
                            answered_at = case when :answered then :now::timestamptz end
                        where id = :id and state = 'PENDING' and (expires_at > :now or :state = 'EXPIRED')
                        """)
                        .param("state", state.name())
                        .param("because", because)
                        .param("answered", answered)
                        .param("now", at(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    /** Uses an approval; whoever changes the row has used it. */
    Optional<StoredPush> consume(
            VirtualServerId virtualServer, PushRequestId id, String requester, Instant now, Instant createdAfter) {
        return jdbc.sql("""
                        update push_request set state = 'CONSUMED', consumed_at = :now
                        where virtual_server_id = :virtualServer and id = :id and requester = :requester
                          and state = 'APPROVED' and created_at > :createdAfter
                          and user_id in (select id from active_user where virtual_server_id = :virtualServer)
                        returning *
                        """)
                .param("now", at(now))
                .param("virtualServer", virtualServer.value())
                .param("id", id.value())
                .param("requester", requester)
                .param("createdAfter", at(createdAfter))
                .query((row, number) -> request(row))
                .optional();
    }

    /** Notes that a request of this token has reached its app. */
    boolean delivered(TokenId token, PushRequestId id, Instant now) {
        return jdbc.sql(
                                "update push_request set delivered_at = ? where token_id = ? and id = ? and delivered_at is null")
                        .params(at(now), token.value(), id.value())
                        .update()
                == 1;
    }

    /** Notes that a person has a request of this token on the screen. */
    boolean opened(TokenId token, PushRequestId id, Instant now) {
        return jdbc.sql("""
                        update push_request set opened_at = :now, delivered_at = coalesce(delivered_at, :now)
                        where token_id = :token and id = :id and opened_at is null
                        """)
                        .param("now", at(now))
                        .param("token", token.value())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    boolean exists(TokenId token, PushRequestId id) {
        return jdbc.sql("select exists (select from push_request where token_id = ? and id = ?)")
                .params(token.value(), id.value())
                .query(Boolean.class)
                .single();
    }

    private static StoredPush request(ResultSet row) throws SQLException {
        return new StoredPush(
                new PushRequestId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new TokenId(row.getObject("token_id", UUID.class)),
                row.getString("requester"),
                row.getString("jws"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(row.getBytes("request_hash")),
                row.getInt("number_digits"),
                PushState.valueOf(row.getString("state")),
                row.getString("ended_because"),
                JSON.readValue(row.getString("context"), new TypeReference<Map<String, String>>() {}),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("delivered_at") != null,
                row.getObject("opened_at") != null);
    }

    /** Deletes requests that are over and older than {@code moment}. */
    void forgetBefore(Instant moment) {
        jdbc.sql("delete from push_request where state <> 'PENDING' and created_at < ?")
                .param(at(moment))
                .update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}

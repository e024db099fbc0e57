package org.countersign.server.authentication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.virtualservers.Application;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of sign-ins. */
@Component
class SignInStore {
    private final JdbcClient jdbc;

    SignInStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(SignIn signIn, Instant now) {
        jdbc.sql("""
                insert into sign_in (id, virtual_server_id, application_id, user_id, protocol, ip, browser, os, state,
                                     only_token_id, created_at, expires_at)
                values (:id, :virtualServer, :application, :user, :protocol, :ip, :browser, :os, 'PASSWORD_CHECKED',
                        :onlyToken, :now, :expires)
                """)
                .param("id", signIn.id().value())
                .param("virtualServer", signIn.virtualServer().value())
                .param("application", signIn.application().id().value())
                .param("user", signIn.user().value())
                .param("protocol", signIn.protocol())
                .param("ip", signIn.visitor().ip())
                .param("browser", signIn.visitor().browser())
                .param("os", signIn.visitor().os())
                .param(
                        "onlyToken",
                        signIn.onlyToken() == null ? null : signIn.onlyToken().value())
                .param("now", at(now))
                .param("expires", at(signIn.expiresAt()))
                .update();
    }

    Optional<SignIn> findOpen(VirtualServerId virtualServer, SignInId id, Instant now) {
        return jdbc.sql("""
                        select sign_in.*, application.name as application_name, user_account.user_name
                        from sign_in
                        join application on application.id = application_id
                        join user_account on user_account.id = user_id
                        where sign_in.virtual_server_id = ? and sign_in.id = ? and expires_at > ?
                          and sign_in.state in ('PASSWORD_CHECKED', 'PUSHED', 'PIN_DUE', 'PASSWORD_DUE')
                          and user_account.state = 'ACTIVE'
                          and not exists (select from sign_ins_ended ended
                                          where ended.user_id = sign_in.user_id and ended.at >= sign_in.created_at)
                        """)
                .params(virtualServer.value(), id.value(), at(now))
                .query((row, number) -> signIn(row))
                .optional();
    }

    boolean isReported(VirtualServerId virtualServer, SignInId id) {
        return jdbc.sql("""
                        select exists (select from sign_in join sign_ins_ended ended on ended.user_id = sign_in.user_id
                                       where sign_in.virtual_server_id = ? and sign_in.id = ?
                                         and ended.at >= sign_in.created_at)
                        """)
                .params(virtualServer.value(), id.value())
                .query(Boolean.class)
                .single();
    }

    void pushed(SignInId id, PushRequestId request, boolean another) {
        jdbc.sql("""
                update sign_in set state = 'PUSHED', push_request_id = ?, pushes = pushes + ?
                where id = ? and state in ('PASSWORD_CHECKED', 'PUSHED')
                """).params(request.value(), another ? 1 : 0, id.value()).update();
    }

    /** Lets a sign-in wait for a new PIN, and for nothing else any more. */
    boolean awaitPin(SignInId id, PinDue due, Instant now) {
        return jdbc.sql("""
                        update sign_in set state = 'PIN_DUE', pin_token_id = ?, pin_version = ?, factor = ?
                        where id = ? and state in ('PASSWORD_CHECKED', 'PUSHED') and expires_at > ?
                        """)
                        .params(due.token().value(), due.proven(), due.factor(), id.value(), at(now))
                        .update()
                == 1;
    }

    /** Charges a try of a recovery code; false when none is left. */
    boolean chargeRecovery(SignInId id, int most) {
        return jdbc.sql("""
                        update sign_in set recovery_tries = recovery_tries + 1
                        where id = ? and recovery_tries < ? and state in ('PASSWORD_CHECKED', 'PUSHED')
                        """).params(id.value(), most).update() == 1;
    }

    /** Lets a sign-in wait for a new password, and for nothing else any more. */
    boolean awaitPassword(SignInId id, String factor, Instant now) {
        return jdbc.sql("""
                        update sign_in set state = 'PASSWORD_DUE', factor = ?
                        where id = ? and state in ('PASSWORD_CHECKED', 'PUSHED') and expires_at > ?
                        """).params(factor, id.value(), at(now)).update() == 1;
    }

    /** Ends a sign-in whose new password was chosen; whoever changes the row ends it. */
    boolean endWithPassword(SignInId id, Instant now) {
        return jdbc.sql("""
                        update sign_in set state = 'SUCCEEDED', ended_at = ?
                        where id = ? and state = 'PASSWORD_DUE' and expires_at > ?
                        """).params(at(now), id.value(), at(now)).update() == 1;
    }

    /** Ends a sign-in whose new PIN was chosen; whoever changes the row ends it. */
    boolean endWithPin(SignInId id, Instant now) {
        return jdbc.sql("""
                        update sign_in set state = 'SUCCEEDED', ended_at = ?
                        where id = ? and state = 'PIN_DUE' and expires_at > ?
                        """).params(at(now), id.value(), at(now)).update() == 1;
    }

    /** Ends a sign-in that waits for no PIN; whoever changes the row ends it. */
    boolean end(SignInId id, boolean succeeded, Instant now) {
        return jdbc.sql("""
                        update sign_in set state = ?, ended_at = ?
                        where id = ? and state in ('PASSWORD_CHECKED', 'PUSHED') and expires_at > ?
                        """)
                        .params(succeeded ? "SUCCEEDED" : "FAILED", at(now), id.value(), at(now))
                        .update()
                == 1;
    }

    /** Says whether a sign-in for which only this token counted has ended well. */
    boolean hasProven(VirtualServerId virtualServer, SignInId id, TokenId token) {
        return jdbc.sql("""
                        select exists (select from sign_in
                                       where virtual_server_id = ? and id = ? and only_token_id = ? and state = 'SUCCEEDED')
                        """)
                .params(virtualServer.value(), id.value(), token.value())
                .query(Boolean.class)
                .single();
    }

    private static SignIn signIn(ResultSet row) throws SQLException {
        VirtualServerId virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
        UUID push = row.getObject("push_request_id", UUID.class);
        UUID only = row.getObject("only_token_id", UUID.class);
        PinDue due = "PIN_DUE".equals(row.getString("state"))
                ? new PinDue(
                        new TokenId(row.getObject("pin_token_id", UUID.class)),
                        row.getInt("pin_version"),
                        row.getString("factor"))
                : null;
        return new SignIn(
                new SignInId(row.getObject("id", UUID.class)),
                virtualServer,
                new Application(
                        new ApplicationId(row.getObject("application_id", UUID.class)),
                        virtualServer,
                        row.getString("application_name")),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("user_name"),
                row.getString("protocol"),
                new Visitor(row.getString("ip"), row.getString("browser"), row.getString("os")),
                push == null ? null : new PushRequestId(push),
                row.getInt("pushes"),
                only == null ? null : new TokenId(only),
                "PASSWORD_DUE".equals(row.getString("state")) ? row.getString("factor") : null,
                due,
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    /** Deletes sign-ins older than {@code moment}. */
    void forgetBefore(Instant moment) {
        jdbc.sql("delete from sign_in where created_at < ?").param(at(moment)).update();
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}

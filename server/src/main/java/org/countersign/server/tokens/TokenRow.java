package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.PinRule;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.TokenMode;
import org.jspecify.annotations.Nullable;

/** Reads a row of the table {@code token}. */
final class TokenRow {
    private TokenRow() {}

    static Token read(ResultSet row) throws SQLException {
        UUID user = row.getObject("user_id", UUID.class);
        return new Token(
                new TokenId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("serial"),
                user == null ? null : new UserId(user),
                row.getString("name"),
                TokenState.valueOf(row.getString("state")),
                TokenMode.valueOf(row.getString("mode")),
                HashAlgorithm.valueOf(row.getString("algorithm")),
                new PasscodeFormat(PasscodeAlphabet.valueOf(row.getString("alphabet")), row.getInt("length")),
                row.getInt("step_seconds"),
                row.getString("policy_string"),
                row.getInt("policy_level"),
                pin(row),
                standing(row),
                pausedUntil(row),
                moment(row, "activated_at"),
                moment(row, "last_used_at"));
    }

    private static TokenStanding standing(ResultSet row) throws SQLException {
        return new TokenStanding(
                TokenKind.valueOf(row.getString("kind")),
                row.getString("manufacturer"),
                row.getBytes("sealed_seed") != null,
                row.getInt("acts"),
                moment(row, "state_at"));
    }

    private static TokenPin pin(ResultSet row) throws SQLException {
        return new TokenPin(
                PinKind.valueOf(row.getString("pin_kind")),
                new PinRule(row.getInt("pin_minimum"), row.getInt("pin_maximum"), row.getBoolean("pin_letters")),
                row.getInt("pin_try_limit"),
                row.getInt("pin_tries"));
    }

    private static @Nullable Instant pausedUntil(ResultSet row) throws SQLException {
        return row.getInt("consecutive_failures") >= row.getInt("failure_cap")
                ? Instant.MAX
                : moment(row, "locked_until");
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}

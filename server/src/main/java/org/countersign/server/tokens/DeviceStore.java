package org.countersign.server.tokens;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.PushRules;
import org.countersign.server.policy.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of devices. */
@Component
class DeviceStore {
    private final JdbcClient jdbc;
    private final TokenStore tokens;

    DeviceStore(JdbcClient jdbc, TokenStore tokens) {
        this.jdbc = jdbc;
        this.tokens = tokens;
    }

    void insert(UUID id, Token token, NewDevice device, byte @Nullable [] sealedPush, Instant now) {
        // Another device may have claimed the token in an earlier enrollment that was never completed.
        jdbc.sql("delete from device where token_id = ?")
                .param(token.id().value())
                .update();
        jdbc.sql("""
                insert into device (id, virtual_server_id, token_id, public_point, platform, device_type, os, app,
                                    push_capable, push_enabled, sealed_push, settings_at, created_at, last_seen_at)
                values (:id, :virtualServer, :token, :point, :platform, :deviceType, :os, :app, :pushCapable,
                        :pushEnabled, :push, 'epoch', :now, :now)
                """)
                .param("id", id)
                .param("virtualServer", token.virtualServer().value())
                .param("token", token.id().value())
                .param("point", P256.point(device.publicKey()))
                .param("platform", device.platform())
                .param("deviceType", device.deviceType())
                .param("os", device.os())
                .param("app", device.app())
                .param("pushCapable", device.pushCapable())
                .param("pushEnabled", device.pushEnabled())
                .param("push", sealedPush)
                .param("now", at(now))
                .update();
    }

    Optional<Device> find(String serial) {
        return jdbc.sql("select device.*, token.serial from device join token on token.id = token_id where serial = ?")
                .param(serial)
                .query((row, number) -> device(row))
                .optional();
    }

    Map<TokenId, Device> of(VirtualServerId virtualServer, Collection<TokenId> ids) {
        Map<TokenId, Device> devices = new HashMap<>();
        jdbc.sql("""
                        select device.*, token.serial from device join token on token.id = token_id
                        where device.virtual_server_id = ? and token_id = any(?)
                        """)
                .params(virtualServer.value(), ids.stream().map(TokenId::value).toArray(UUID[]::new))
                .query((row, number) -> device(row))
                .list()
                .forEach(device -> devices.put(device.token(), device));
        return devices;
    }

    List<Token> pushable(VirtualServerId virtualServer, UserId user, PushRules rules, Instant now) {
        Map<TokenId, Device> devices = of(
                virtualServer,
                tokens.of(virtualServer, user).stream().map(Token::id).toList());
        return tokens.of(virtualServer, user).stream()
                .filter(token -> token.isUsableAt(now) && token.showsPasscodes())
                .filter(token -> {
                    Device device = devices.get(token.id());
                    return device != null
                            && device.pushCapable()
                            && device.pushEnabled()
                            && rules.allows(Target.of(device.platform(), device.os()));
                })
                .sorted(Comparator.comparing((Token token) ->
                                Objects.requireNonNull(devices.get(token.id())).lastSeenAt())
                        .reversed())
                .toList();
    }

    Optional<byte[]> sealedPush(UUID device) {
        return jdbc.sql("select sealed_push from device where id = ? and sealed_push is not null")
                .param(device)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    boolean changeSettings(UUID device, Instant signedAt, boolean pushEnabled, byte @Nullable [] sealedPush) {
        return jdbc.sql("""
                        update device set settings_at = :signedAt, push_enabled = :pushEnabled, sealed_push = :push
                        where id = :id and settings_at < :signedAt
                        """)
                        .param("signedAt", at(signedAt))
                        .param("pushEnabled", pushEnabled)
                        .param("push", sealedPush)
                        .param("id", device)
                        .update()
                == 1;
    }

    void rename(TokenId token, String name) {
        jdbc.sql("update token set name = ? where id = ?")
                .params(name, token.value())
                .update();
    }

    /** Forgets a subscription unless another has taken its place. */
    void forgetSubscription(UUID device, byte[] sealedPush) {
        jdbc.sql("update device set sealed_push = null where id = ? and sealed_push = ?")
                .params(device, sealedPush)
                .update();
    }

    /** To the minute: apps that ask often must not cost a durable write each time. */
    void seen(Collection<Device> devices, Instant now) {
        jdbc.sql("update device set last_seen_at = ? where id = any(?) and last_seen_at < ?")
                .params(at(now), devices.stream().map(Device::id).toArray(UUID[]::new), at(now.minusSeconds(60)))
                .update();
    }

    private static Device device(ResultSet row) throws SQLException {
        return new Device(
                row.getObject("id", UUID.class),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                new TokenId(row.getObject("token_id", UUID.class)),
                row.getString("serial"),
                P256.publicKey(row.getBytes("public_point")),
                row.getString("platform"),
                row.getString("device_type"),
                row.getString("os"),
                row.getString("app"),
                row.getBoolean("push_capable"),
                row.getBoolean("push_enabled"),
                row.getBytes("sealed_push") != null,
                row.getObject("settings_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant moment) {
        return OffsetDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}

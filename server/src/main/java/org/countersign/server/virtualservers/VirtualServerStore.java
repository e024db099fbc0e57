package org.countersign.server.virtualservers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of virtual servers, their keys and applications. */
@Component
class VirtualServerStore {
    private final JdbcClient jdbc;
    private final Sealing sealing;
    private final InstantSource time;

    VirtualServerStore(JdbcClient jdbc, Sealing sealing, InstantSource time) {
        this.jdbc = jdbc;
        this.sealing = sealing;
        this.time = time;
    }

    void insert(VirtualServer virtualServer) {
        jdbc.sql("insert into virtual_server (id, slug, name, provider, created_at) values (?, ?, ?, ?, ?)")
                .params(
                        virtualServer.id().value(),
                        virtualServer.slug(),
                        virtualServer.name(),
                        virtualServer.provider(),
                        now())
                .update();
    }

    /** Keeps the key that is there when the purpose has one. */
    void insertKey(SigningKey key, KeyPurpose purpose) {
        byte[] sealed = sealing.seal(P256.scalar(key.privateKey()), place(key.virtualServer(), key.id()));
        jdbc.sql("""
                insert into signing_key (id, virtual_server_id, purpose, public_point, sealed_private_key, created_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (virtual_server_id, purpose) where retired_at is null do nothing
                """)
                .params(key.id(), key.virtualServer().value(), purpose.name(), key.point(), sealed, now())
                .update();
    }

    Optional<VirtualServer> find(String slug) {
        return jdbc.sql("select * from virtual_server where slug = ?")
                .param(slug)
                .query((row, number) -> virtualServer(row))
                .optional();
    }

    boolean suspend(VirtualServerId id, boolean suspended) {
        return jdbc.sql("""
                        update virtual_server set suspended_at = case when :suspended then :now::timestamptz end
                        where id = :id and not provider and (suspended_at is not null) <> :suspended
                        """)
                        .param("suspended", suspended)
                        .param("now", now())
                        .param("id", id.value())
                        .update()
                == 1;
    }

    Optional<VirtualServer> find(VirtualServerId id) {
        return jdbc.sql("select * from virtual_server where id = ?")
                .param(id.value())
                .query((row, number) -> virtualServer(row))
                .optional();
    }

    VirtualServer get(VirtualServerId id) {
        return jdbc.sql("select * from virtual_server where id = ?")
                .param(id.value())
                .query((row, number) -> virtualServer(row))
                .single();
    }

    List<VirtualServer> all() {
        return jdbc.sql("select * from virtual_server order by name")
                .query((row, number) -> virtualServer(row))
                .list();
    }

    Optional<UUID> currentKeyId(VirtualServerId virtualServer, KeyPurpose purpose) {
        return jdbc.sql("select id from signing_key where virtual_server_id = ? and purpose = ? and retired_at is null")
                .params(virtualServer.value(), purpose.name())
                .query(UUID.class)
                .optional();
    }

    SigningKey key(UUID id) {
        return jdbc.sql("select * from signing_key where id = ?")
                .param(id)
                .query((row, number) -> {
                    VirtualServerId owner = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
                    try (var scalar = sealing.open(row.getBytes("sealed_private_key"), place(owner, id))) {
                        return new SigningKey(
                                id, owner, P256.publicKey(row.getBytes("public_point")), P256.privateKey(scalar));
                    }
                })
                .single();
    }

    void insert(Application application) {
        jdbc.sql("insert into application (id, virtual_server_id, name, created_at) values (?, ?, ?, ?)")
                .params(application.id().value(), application.virtualServer().value(), application.name(), now())
                .update();
    }

    /** Registers an application, unless one has its name. */
    boolean insertUnlessNamed(Application application) {
        return jdbc.sql("""
                        insert into application (id, virtual_server_id, name, created_at) values (?, ?, ?, ?)
                        on conflict (virtual_server_id, lower(name)) where kind = 'RESOURCE' and removed_at is null do nothing
                        """)
                        .params(
                                application.id().value(),
                                application.virtualServer().value(),
                                application.name(),
                                now())
                        .update()
                == 1;
    }

    Optional<Application> application(VirtualServerId virtualServer, String name) {
        return jdbc.sql("""
                        select * from application
                        where virtual_server_id = ? and lower(name) = lower(?) and kind = 'RESOURCE' and removed_at is null
                        """)
                .params(virtualServer.value(), name)
                .query((row, number) -> application(row))
                .optional();
    }

    Optional<Application> application(VirtualServerId virtualServer, ApplicationId id) {
        return jdbc.sql("""
                        select * from application
                        where virtual_server_id = ? and id = ? and kind = 'RESOURCE' and removed_at is null
                        """)
                .params(virtualServer.value(), id.value())
                .query((row, number) -> application(row))
                .optional();
    }

    List<Application> applications(VirtualServerId virtualServer) {
        return jdbc.sql("""
                        select * from application
                        where virtual_server_id = ? and kind = 'RESOURCE' and removed_at is null order by lower(name)
                        """)
                .param(virtualServer.value())
                .query((row, number) -> application(row))
                .list();
    }

    Optional<Application> console(VirtualServerId virtualServer) {
        return jdbc.sql("select * from application where virtual_server_id = ? and kind = 'CONSOLE'")
                .param(virtualServer.value())
                .query((row, number) -> application(row))
                .optional();
    }

    /** Writes the virtual server's console, unless another did so at the same moment. */
    void insertConsole(Application console) {
        jdbc.sql("""
                insert into application (id, virtual_server_id, name, kind, created_at) values (?, ?, ?, 'CONSOLE', ?)
                on conflict (virtual_server_id) where kind = 'CONSOLE' do nothing
                """)
                .params(console.id().value(), console.virtualServer().value(), console.name(), now())
                .update();
    }

    /** Renames an application, unless another has the name. */
    boolean rename(Application application, String name) {
        return jdbc.sql("""
                        update application set name = :name
                        where virtual_server_id = :virtualServer and id = :id and kind = 'RESOURCE' and removed_at is null
                          and not exists (select from application other
                                          where other.virtual_server_id = :virtualServer and other.id <> :id
                                            and lower(other.name) = lower(:name) and other.kind = 'RESOURCE'
                                            and other.removed_at is null)
                        """)
                        .param("name", name)
                        .param("virtualServer", application.virtualServer().value())
                        .param("id", application.id().value())
                        .update()
                == 1;
    }

    boolean remove(Application application) {
        return jdbc.sql("""
                        update application set removed_at = ?
                        where virtual_server_id = ? and id = ? and kind = 'RESOURCE' and removed_at is null
                        """)
                        .params(
                                now(),
                                application.virtualServer().value(),
                                application.id().value())
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC);
    }

    private static SealedPlace place(VirtualServerId virtualServer, UUID key) {
        return new SealedPlace(virtualServer, "signing_key", "sealed_private_key", key);
    }

    private static VirtualServer virtualServer(ResultSet row) throws SQLException {
        return new VirtualServer(
                new VirtualServerId(row.getObject("id", UUID.class)),
                row.getString("slug"),
                row.getString("name"),
                row.getBoolean("provider"),
                row.getObject("suspended_at") != null);
    }

    private static Application application(ResultSet row) throws SQLException {
        return new Application(
                new ApplicationId(row.getObject("id", UUID.class)),
                new VirtualServerId(row.getObject("virtual_server_id", UUID.class)),
                row.getString("name"));
    }
}

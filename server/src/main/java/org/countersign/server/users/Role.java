package org.countersign.server.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.VirtualServerId;

/**
 * What operators, and keys of the management API, may do.
 *
 * @param description for whom it is, in the organisation's own words; may be empty
 */
public record Role(
        RoleId id, VirtualServerId virtualServer, String name, String description, Kind kind, Permissions permissions) {
    /** Where a role comes from. */
    public enum Kind {
        /** May do everything, what later releases bring too. Every virtual server has it once; it stays as it is. */
        ADMINISTRATOR,
        /** Any other: it can be changed and deleted. */
        OWN
    }

    /**
     * Reads the role that a row of another table has: {@code held_role_id} and the columns {@code role_name},
     * {@code role_description}, {@code role_kind} and {@code role_permissions}.
     */
    public static Role read(VirtualServerId virtualServer, ResultSet row) throws SQLException {
        Kind kind = Kind.valueOf(row.getString("role_kind"));
        return new Role(
                new RoleId(row.getObject("held_role_id", UUID.class)),
                virtualServer,
                row.getString("role_name"),
                row.getString("role_description"),
                kind,
                kind == Kind.ADMINISTRATOR
                        ? Permissions.EVERYTHING
                        : Permissions.parse(Arrays.asList(
                                (String[]) row.getArray("role_permissions").getArray())));
    }

    /** Says whether it stays as it is. */
    public boolean isFixed() {
        return kind == Kind.ADMINISTRATOR;
    }
}

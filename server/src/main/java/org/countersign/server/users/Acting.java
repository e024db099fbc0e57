package org.countersign.server.users;

import org.countersign.server.audit.Actor;

/**
 * Who acts, and what they may do: nobody can give or take more than they have themselves.
 *
 * @param actor as the record names them
 */
public record Acting(Actor actor, Permissions permissions) {
    /** This server by itself, at its first start. */
    public static Acting server() {
        return new Acting(new Actor.Server(), Permissions.EVERYTHING);
    }
}

package org.countersign.server.users;

/** Who keeps a user or a group: the console, or a directory that is synchronised. Names are stored. */
public enum Origin {
    LOCAL,
    DIRECTORY
}

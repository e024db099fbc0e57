package org.countersign.server.users;

/** What a role may do within a module. Names are stored. */
public enum OperatorAct {
    VIEW,
    ADD,
    CHANGE,
    REMOVE
}

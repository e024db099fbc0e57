package org.countersign.server.users;

/** The parts of the console, and of the management API, that a role opens or keeps closed. Names are stored. */
public enum OperatorModule {
    /** The first page: activity, states, problems that need a person. */
    SNAPSHOT,
    /** People: their data, state, password and what they did. */
    USERS,
    /** Groups and containers. */
    GROUPS,
    /** Tokens and provisioning tasks. */
    TOKENS,
    /** Reports and their schedules. */
    REPORTS,
    /** What users may do by themselves. */
    SELF_SERVICE,
    /** Operators, roles and API keys. */
    OPERATORS,
    /** The rules of the virtual server. */
    POLICIES,
    /** Mail server, templates and alerts. */
    COMMUNICATIONS,
    /** Protected resources. */
    APPLICATIONS,
    /** The record. */
    AUDIT,
    /** The virtual servers of a provider. */
    VIRTUAL_SERVERS
}

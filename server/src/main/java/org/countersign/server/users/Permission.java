package org.countersign.server.users;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing that a role allows: an act within a module. */
public record Permission(OperatorModule module, OperatorAct act) {
    /** Returns the acts that there are in a module; a role cannot hold any other. */
    public static Set<OperatorAct> acts(OperatorModule module) {
        return switch (module) {
            case SNAPSHOT -> EnumSet.of(OperatorAct.VIEW);
            case SELF_SERVICE, POLICIES, AUDIT -> EnumSet.of(OperatorAct.VIEW, OperatorAct.CHANGE);
            case USERS, GROUPS, TOKENS, REPORTS, OPERATORS, COMMUNICATIONS, APPLICATIONS, VIRTUAL_SERVERS ->
                EnumSet.allOf(OperatorAct.class);
        };
    }

    /** Returns every permission there is, in the order of modules and acts. */
    public static List<Permission> catalogue() {
        return Arrays.stream(OperatorModule.values())
                .flatMap(module -> acts(module).stream().map(act -> new Permission(module, act)))
                .toList();
    }

    /** Returns the permission that {@link #text} wrote, or nothing for any other text. */
    public static Optional<Permission> of(String text) {
        return catalogue().stream()
                .filter(permission -> permission.text().equals(text))
                .findFirst();
    }

    /** Returns the permission as it is stored, for example {@code TOKENS.CHANGE}. */
    public String text() {
        return module + "." + act;
    }
}

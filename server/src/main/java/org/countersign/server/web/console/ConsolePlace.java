package org.countersign.server.web.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/** The entries of the console's navigation, and what a role needs to see them. */
public enum ConsolePlace {
    SNAPSHOT(OperatorModule.SNAPSHOT, OperatorAct.VIEW),
    USERS(OperatorModule.USERS, OperatorAct.VIEW),
    PROVISION(OperatorModule.TOKENS, OperatorAct.CHANGE),
    TOKENS(OperatorModule.TOKENS, OperatorAct.VIEW),
    SIGN_INS(OperatorModule.USERS, OperatorAct.VIEW),
    REPORTED(OperatorModule.USERS, OperatorAct.VIEW),
    REPORTS(OperatorModule.REPORTS, OperatorAct.VIEW),
    ALERTS(OperatorModule.COMMUNICATIONS, OperatorAct.VIEW),
    AUDIT(OperatorModule.AUDIT, OperatorAct.VIEW),
    APPLICATIONS(OperatorModule.APPLICATIONS, OperatorAct.VIEW),
    POLICIES(OperatorModule.POLICIES, OperatorAct.VIEW),
    SELF_SERVICE(OperatorModule.SELF_SERVICE, OperatorAct.VIEW),
    OPERATORS(OperatorModule.OPERATORS, OperatorAct.VIEW);

    private final OperatorModule module;
    private final OperatorAct act;

    ConsolePlace(OperatorModule module, OperatorAct act) {
        this.module = module;
        this.act = act;
    }

    /** Returns the places that an operator may see. */
    public static List<ConsolePlace> of(OperatorVisit visit) {
        return Arrays.stream(values())
                .filter(place -> visit.operator().permissions().allow(place.module, place.act))
                .toList();
    }

    /** Returns the place as addresses and texts name it. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the place's address below the console's. */
    public String path() {
        return this == SNAPSHOT ? "" : "/" + slug();
    }
}

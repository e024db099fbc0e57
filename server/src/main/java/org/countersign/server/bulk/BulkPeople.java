package org.countersign.server.bulk;

import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.Departures;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.UserStates;
import org.springframework.stereotype.Component;

/** Does to one user of a job what the page of that user does. */
@Component
class BulkPeople {
    private static final String STATE = "USER_STATE";
    private static final String LAST_ADMINISTRATOR = "LAST_ADMINISTRATOR";

    private final UserStates states;
    private final Departures departures;

    BulkPeople(UserStates states, Departures departures) {
        this.states = states;
        this.departures = departures;
    }

    /** Returns why it could not be done, or nothing when it is done. */
    String act(BulkAct act, VirtualServerId virtualServer, UserId user, Actor actor) {
        if (!states.isKnown(virtualServer, user)) {
            return "GONE";
        }
        if (act != BulkAct.ENABLE && states.isLastAdministrator(virtualServer, user)) {
            // Asked before it is tried: what is thrown would take the rows beside this one back, too.
            return LAST_ADMINISTRATOR;
        }
        boolean done = switch (act) {
            case DISABLE -> states.disable(virtualServer, user, actor);
            case ENABLE -> states.enable(virtualServer, user, actor);
            case DELETE -> departures.delete(virtualServer, user, actor);
            case SUSPEND, RESUME, UNLOCK, REVOKE, RETURN, REMIND ->
                throw new IllegalArgumentException(act + " is not about users themselves");
        };
        return done ? "" : STATE;
    }
}

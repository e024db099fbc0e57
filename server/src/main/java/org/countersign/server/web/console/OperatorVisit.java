package org.countersign.server.web.console;

import java.util.HashMap;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.OperatorSession;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * An operator at work in the one virtual server that is theirs. Pages and acts take the virtual server from here only.
 *
 * @param above whether the page or act is about somebody who may do more than the operator, or sees more people
 */
public record OperatorVisit(VirtualServer virtualServer, OperatorSession session, boolean above) {
    /** Returns the virtual server's id. */
    public VirtualServerId id() {
        return virtualServer.id();
    }

    /** Returns who is at work. */
    public Operator operator() {
        return session.operator();
    }

    /** Returns the operator as the record names them. */
    public Actor actor() {
        return new Actor.Operator(operator().id());
    }

    /** Returns the operator with what they may do, and to whom. */
    public Acting acting() {
        return Acting.of(operator());
    }

    /** Says whether the operator may do something here. People above them they may only see. */
    public boolean may(OperatorModule module, OperatorAct act) {
        return acting().may(module, act) && (act == OperatorAct.VIEW || !above);
    }

    /** Says whether the operator sees the people of some containers only. */
    public boolean limited() {
        return operator().scope().limited();
    }

    /** Says whether operators of this virtual server get in with a password alone. */
    public boolean passwordAlone() {
        return !session.secondFactorRequired();
    }

    public OperatorVisit about(boolean somebodyAbove) {
        return new OperatorVisit(virtualServer, session, somebodyAbove);
    }

    /** Returns the address of a console page, for example {@code /tokens}. */
    public String path(String page) {
        return "/console/" + virtualServer.slug() + page;
    }

    /** Returns an address of the console with its parameters encoded; empty ones are left out. */
    public String link(String page, String... namesAndValues) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path(page));
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                address.queryParam(namesAndValues[i], "{" + namesAndValues[i] + "}");
                values.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return address.encode().buildAndExpand(values).toUriString();
    }
}

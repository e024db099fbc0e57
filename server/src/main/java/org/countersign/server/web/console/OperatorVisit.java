package org.countersign.server.web.console;

import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.Operator;
import org.countersign.server.virtualservers.VirtualServer;

/** An operator at work in the one virtual server that is theirs. Pages and acts take the virtual server from here only. */
public record OperatorVisit(VirtualServer virtualServer, Operator operator) {
    /** Returns the virtual server's id. */
    public VirtualServerId id() {
        return virtualServer.id();
    }

    /** Returns the operator as the record names them. */
    public Actor actor() {
        return new Actor.Operator(operator.id());
    }

    /** Returns the address of a console page, for example {@code /tokens}. */
    public String path(String page) {
        return "/console/" + virtualServer.slug() + page;
    }
}

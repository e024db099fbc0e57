package org.countersign.server.web.console;

import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;

/** An operator asked for what their role does not allow; becomes a page that says so. */
public final class NotPermitted extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient OperatorVisit visit;
    private final OperatorModule module;
    private final OperatorAct act;

    public NotPermitted(OperatorVisit visit, OperatorModule module, OperatorAct act) {
        super(null, null, false, false);
        this.visit = visit;
        this.module = module;
        this.act = act;
    }

    OperatorVisit visit() {
        return visit;
    }

    /** Returns what the page says: the permission, and whether it is missing or does not reach so high. */
    RefusedPage page() {
        return new RefusedPage(module, act, visit.above());
    }
}

package org.countersign.server.demo;

import java.util.EnumSet;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/** How far somebody has walked through the demo, as the record tells. */
@OnlyInDemo
@Component
class DemoProgress {
    private final Audit audit;

    DemoProgress(Audit audit) {
        this.audit = audit;
    }

    /** The steps of the walk, in their order. */
    enum Step {
        CONSOLE,
        PROVISION,
        MAILBOX,
        ENROLL,
        SIGN_IN;

        private AuditType proof() {
            return switch (this) {
                case CONSOLE -> AuditType.OPERATOR_SIGNED_IN;
                case PROVISION -> AuditType.TASK_CREATED;
                case MAILBOX -> AuditType.ENROLLMENT_BEGUN;
                case ENROLL -> AuditType.ENROLLMENT_COMPLETED;
                case SIGN_IN -> AuditType.SIGN_IN_SUCCEEDED;
            };
        }
    }

    /** Returns the steps that have been done. */
    Set<Step> done(VirtualServerId virtualServer) {
        Set<Step> done = EnumSet.noneOf(Step.class);
        for (Step step : Step.values()) {
            if (!audit.recent(virtualServer, Set.of(step.proof()), null, 1).isEmpty()) {
                done.add(step);
            }
        }
        return done;
    }
}

package org.countersign.server.evidence;

import java.util.concurrent.TimeUnit;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Signs the ends of every record once an hour, where something is new, and sees that each is checked once a day. */
@Component
class CheckpointSweep {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSweep.class);

    private final VirtualServers virtualServers;
    private final Evidence evidence;
    private final IntegrityChecks checks;

    CheckpointSweep(VirtualServers virtualServers, Evidence evidence, IntegrityChecks checks) {
        this.virtualServers = virtualServers;
        this.evidence = evidence;
        this.checks = checks;
    }

    @Scheduled(initialDelay = 11, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sign() {
        for (VirtualServer virtualServer : virtualServers.all()) {
            try {
                evidence.checkpoint(virtualServer.id());
                checks.checkWhenDue(virtualServer.id());
            } catch (RuntimeException failed) {
                LOG.atError()
                        .setCause(failed)
                        .addKeyValue("virtualServer", virtualServer.slug())
                        .log("the record could not be signed or checked");
            }
        }
    }
}

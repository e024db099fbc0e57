package org.countersign.server.web.console.audit;

import java.util.ArrayList;
import java.util.List;
import org.countersign.server.audit.Checkpoint;
import org.countersign.server.evidence.Evidence;
import org.countersign.server.evidence.IntegrityCheck;
import org.countersign.server.evidence.IntegrityChecks;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.WholeServer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page about whether the record is intact: checks, signed checkpoints, and the key to check files with. */
@Controller
@WholeServer
@Needs(OperatorModule.AUDIT)
public final class ConsoleIntegrityController {
    private static final int SHOWN = 12;

    private final Evidence evidence;
    private final IntegrityChecks checks;

    ConsoleIntegrityController(Evidence evidence, IntegrityChecks checks) {
        this.evidence = evidence;
        this.checks = checks;
    }

    @GetMapping("/console/{slug}/audit/integrity")
    ModelAndView show(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        String fingerprint = evidence.fingerprint(visit.id());
        return ConsoleView.page(
                "audit-integrity",
                visit,
                new IntegrityPage(
                        checks.latest(visit.id()).orElse(null),
                        checks.isRunning(visit.id()),
                        evidence.newest(visit.id(), SHOWN),
                        grouped(fingerprint),
                        done));
    }

    @PostMapping("/console/{slug}/audit/integrity/check")
    @Needs(value = OperatorModule.AUDIT, act = OperatorAct.CHANGE)
    ModelAndView check(OperatorVisit visit) {
        checks.start(visit.id());
        return ConsoleView.onTo(visit, "/audit/integrity?done=check");
    }

    @PostMapping("/console/{slug}/audit/integrity/sign")
    @Needs(value = OperatorModule.AUDIT, act = OperatorAct.CHANGE)
    ModelAndView sign(OperatorVisit visit) {
        evidence.checkpoint(visit.id());
        return ConsoleView.onTo(visit, "/audit/integrity?done=sign");
    }

    /** People compare short groups. */
    private static String grouped(String digits) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < digits.length(); i += 8) {
            groups.add(digits.substring(i, i + 8));
        }
        return String.join(" ", groups);
    }

    /**
     * What the page shows.
     *
     * @param last the last check, or none
     * @param running whether it is under way
     * @param fingerprint fingerprint of the key that signs, in groups
     * @param done what the operator did a moment ago: {@code check}, {@code sign}, or nothing
     */
    public record IntegrityPage(
            @Nullable IntegrityCheck last,
            boolean running,
            List<Checkpoint> checkpoints,
            String fingerprint,
            String done) {}
}

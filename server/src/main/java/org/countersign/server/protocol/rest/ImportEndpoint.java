package org.countersign.server.protocol.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.ImportPlan;
import org.countersign.server.users.ImportProblem;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserImport;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Imports users from comma-separated values over REST. */
@RestController
class ImportEndpoint {
    private final UserImport imports;

    ImportEndpoint(UserImport imports) {
        this.imports = imports;
    }

    /** What an import did, or would do. */
    record ImportView(
            boolean applied,
            int created,
            int changed,
            int unchanged,
            List<String> newGroups,
            List<String> newContainers,
            int problemCount,
            List<ImportProblem> problems) {
        static ImportView of(ImportPlan plan, boolean applied) {
            return new ImportView(
                    applied,
                    plan.created(),
                    plan.changed(),
                    plan.unchanged(),
                    plan.newGroups(),
                    plan.newContainers(),
                    plan.problemCount(),
                    plan.problems());
        }
    }

    /** All lines are taken or none; with {@code dryRun} none is. */
    @PostMapping(path = "/api/v1/users/import", consumes = "text/csv")
    @KeyNeeds(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ResponseEntity<ImportView> run(
            ApiClient client,
            InputStream body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(defaultValue = "false") boolean makeMissing)
            throws IOException {
        Given.scope(client, ApiScope.MANAGE);
        VirtualServerId virtualServer = client.application().virtualServer();
        byte[] file = body.readNBytes(UserImport.MOST_BYTES + 1);
        ImportPlan plan = dryRun
                ? imports.preview(virtualServer, file, makeMissing, client.acting())
                : imports.run(virtualServer, file, makeMissing, client.acting());
        return ResponseEntity.status(plan.isPossible() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
                .body(ImportView.of(plan, plan.isPossible() && !dryRun));
    }
}

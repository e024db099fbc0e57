package org.countersign.server.web.console.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.users.ImportPlan;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserImport;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages that import users: hand in a file, see what it would do, confirm. */
@Controller
public final class ConsoleImportController {
    private final UserImport imports;

    ConsoleImportController(UserImport imports) {
        this.imports = imports;
    }

    @GetMapping("/console/{slug}/users/import")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView form(OperatorVisit visit) {
        return ConsoleView.page("import", visit, new FormPage("", false, null));
    }

    @PostMapping("/console/{slug}/users/import")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView handIn(
            OperatorVisit visit,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "false") boolean missing)
            throws IOException {
        byte[] content = file == null || file.isEmpty() ? text.getBytes(StandardCharsets.UTF_8) : file.getBytes();
        String problem = content.length == 0 ? "people.import.nothing" : "people.import.reason.TOO_LARGE";
        Optional<UUID> id = content.length == 0 ? Optional.empty() : imports.keep(visit.id(), content, missing);
        return id.map(kept -> ConsoleView.onTo(visit, "/users/import/" + kept))
                .orElseGet(() -> ConsoleView.page(
                        "import", visit, new FormPage(text, missing, problem), HttpStatus.UNPROCESSABLE_CONTENT));
    }

    @GetMapping("/console/{slug}/users/import/{id}")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView preview(OperatorVisit visit, @PathVariable String id) {
        UUID kept = ConsoleIds.uuid(id).orElseThrow(ConsoleIds::notFound);
        ImportPlan plan = imports.preview(visit.id(), kept, visit.acting()).orElseThrow(ConsoleIds::notFound);
        return ConsoleView.page("import-preview", visit, new PreviewPage(kept.toString(), plan));
    }

    @PostMapping("/console/{slug}/users/import/{id}")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.ADD)
    ModelAndView run(OperatorVisit visit, @PathVariable String id) {
        UUID kept = ConsoleIds.uuid(id).orElseThrow(ConsoleIds::notFound);
        ImportPlan done = imports.run(visit.id(), kept, visit.acting()).orElseThrow(ConsoleIds::notFound);
        return done.isPossible()
                ? ConsoleView.onTo(visit, "/users?done=imported&count=" + (done.created() + done.changed()))
                : ConsoleView.page(
                        "import-preview",
                        visit,
                        new PreviewPage(kept.toString(), done),
                        HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /**
     * What the form shows.
     *
     * @param text what was pasted
     * @param problem key of the text that says what is wrong, or none
     */
    public record FormPage(
            String text, boolean missing, @Nullable String problem) {}

    /** What the page shows that asks before users are imported. */
    public record PreviewPage(String id, ImportPlan plan) {}
}

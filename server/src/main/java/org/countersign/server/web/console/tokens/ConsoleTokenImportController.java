package org.countersign.server.web.console.tokens;

import java.io.IOException;
import java.util.UUID;
import org.countersign.otp.OtpFormatException;
import org.countersign.otp.PskcTransportKey;
import org.countersign.server.kernel.TokenImportId;
import org.countersign.server.tokens.ImportKey;
import org.countersign.server.tokens.ImportOutcome;
import org.countersign.server.tokens.StagedImport;
import org.countersign.server.tokens.TokenImport;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
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

/** The console's pages that import hardware tokens: choose the file, look at what it holds, import it. */
@Controller
public final class ConsoleTokenImportController {
    private static final int LONGEST_NAME = 100;

    private final TokenImport imports;

    ConsoleTokenImportController(TokenImport imports) {
        this.imports = imports;
    }

    @GetMapping("/console/{slug}/tokens/import")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView ask(OperatorVisit visit, @RequestParam(defaultValue = "") String done) {
        return ConsoleView.page("token-import", visit, new ImportPage("none", null, done.equals("gone")));
    }

    @PostMapping("/console/{slug}/tokens/import")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView read(
            OperatorVisit visit,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "none") String protection,
            @RequestParam(defaultValue = "") String passphrase,
            @RequestParam(defaultValue = "") String key)
            throws IOException {
        if (file == null || file.isEmpty()) {
            return refused(visit, protection, "file");
        }
        if (protection.equals("passphrase") && passphrase.isEmpty()) {
            return refused(visit, protection, "passphrase");
        }
        if (protection.equals("key") && !ImportKey.isOne(key)) {
            return refused(visit, protection, "key");
        }
        try (PskcTransportKey transport = transportKey(protection, passphrase, key)) {
            ImportOutcome outcome = imports.stage(visit.id(), name(file), file.getBytes(), transport, visit.actor());
            return switch (outcome) {
                case ImportOutcome.Staged(StagedImport staged) ->
                    ConsoleView.onTo(visit, "/tokens/import/" + staged.id());
                case ImportOutcome.Unreadable(OtpFormatException.Reason reason) ->
                    refused(visit, protection, problem(reason));
                case ImportOutcome.Imported none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.Faulty none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.BeyondAllocation none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.Gone none -> throw new IllegalStateException("it has just come");
            };
        }
    }

    @GetMapping("/console/{slug}/tokens/import/{id}")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView look(OperatorVisit visit, @PathVariable String id) {
        return imports.find(visit.id(), id(id))
                .map(staged -> ConsoleView.page("token-import-check", visit, new CheckPage(staged, false, null)))
                .orElseThrow(ConsoleIds::notFound);
    }

    @PostMapping("/console/{slug}/tokens/import/{id}")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView commit(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String leaveOut) {
        return switch (imports.commit(visit.id(), id(id), leaveOut.equals("yes"), visit.actor())) {
            case ImportOutcome.Imported imported -> ConsoleView.onTo(visit, "/tokens?kind=hardware&done=imported");
            case ImportOutcome.Faulty(StagedImport staged) ->
                ConsoleView.page(
                        "token-import-check",
                        visit,
                        new CheckPage(staged, true, null),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case ImportOutcome.BeyondAllocation(StagedImport staged, int left) ->
                ConsoleView.page(
                        "token-import-check",
                        visit,
                        new CheckPage(staged, false, left),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case ImportOutcome.Gone gone -> throw ConsoleIds.notFound();
            case ImportOutcome.Staged none -> throw new IllegalStateException("it was staged before");
            case ImportOutcome.Unreadable none -> throw new IllegalStateException("it was read before");
        };
    }

    @PostMapping("/console/{slug}/tokens/import/{id}/discard")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView discard(OperatorVisit visit, @PathVariable String id) {
        if (!imports.discard(visit.id(), id(id))) {
            throw ConsoleIds.notFound();
        }
        return ConsoleView.onTo(visit, "/tokens");
    }

    private static TokenImportId id(String text) {
        UUID id = ConsoleIds.uuid(text).orElseThrow(ConsoleIds::notFound);
        return new TokenImportId(id);
    }

    private static ModelAndView refused(OperatorVisit visit, String protection, String problem) {
        return ConsoleView.page(
                "token-import", visit, new ImportPage(protection, problem, false), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static PskcTransportKey transportKey(String protection, String passphrase, String key) {
        return switch (protection) {
            case "passphrase" -> PskcTransportKey.passphrase(passphrase.toCharArray());
            case "key" -> ImportKey.read(key);
            default -> PskcTransportKey.none();
        };
    }

    private static String problem(OtpFormatException.Reason reason) {
        return switch (reason) {
            case PSKC_TOO_LONG -> "long";
            case PSKC_XML -> "xml";
            case PSKC_AUTHENTICATION -> "wrong-key";
            case PSKC_TRANSPORT_KEY_MISSING -> "locked";
            case PSKC_ENCRYPTION_UNSUPPORTED, PSKC_FEATURE_UNSUPPORTED -> "unsupported";
            default -> "structure";
        };
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename();
        String shown = name == null || name.isBlank() ? "tokens.xml" : name;
        return shown.substring(0, Math.min(shown.length(), LONGEST_NAME));
    }

    /**
     * What the page to choose a file shows.
     *
     * @param protection how the file is protected: {@code none}, {@code passphrase} or {@code key}
     * @param problem what was wrong with the try before, or none
     * @param forgotten whether the file that waited is forgotten
     */
    public record ImportPage(String protection, @Nullable String problem, boolean forgotten) {}

    /**
     * What the page to look at a file shows.
     *
     * @param stopped whether the operator wanted to import it all, and a fault stopped it
     * @param left how many more the provider allows, when that stopped it
     */
    public record CheckPage(
            StagedImport staged, boolean stopped, @Nullable Integer left) {
        /** Lines shown at most; more of them nobody reads. */
        public static final int SHOWN = 500;
    }
}

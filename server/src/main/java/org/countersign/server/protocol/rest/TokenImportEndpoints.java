package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.OtpFormatException;
import org.countersign.otp.PskcReader;
import org.countersign.otp.PskcTransportKey;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenImportId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.tokens.ImportKey;
import org.countersign.server.tokens.ImportLine;
import org.countersign.server.tokens.ImportOutcome;
import org.countersign.server.tokens.StagedImport;
import org.countersign.server.tokens.TokenImport;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Hardware tokens over REST: send their maker's file, look at what it holds, bring it into the inventory or forget it. */
@RestController
@KeyNeeds(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
class TokenImportEndpoints {
    static final String PATH = "/api/v1/token-imports";

    /** A file and what stands around its parts. */
    static final int MOST_BYTES = PskcReader.MAX_LENGTH_BYTES + (64 << 10);

    private static final int PAGE = 100;
    private static final int LONGEST_NAME = 100;

    private final TokenImport imports;

    TokenImportEndpoints(TokenImport imports) {
        this.imports = imports;
    }

    /** One key of the file, as it would be imported. */
    record LineView(
            int position,
            @Nullable String serial,
            ImportLine.@Nullable Fault fault,
            @Nullable String manufacturer,
            @Nullable TokenMode mode,
            @Nullable HashAlgorithm algorithm,
            int length,
            int stepSeconds) {
        static LineView of(ImportLine line) {
            return new LineView(
                    line.position(),
                    line.serial(),
                    line.fault(),
                    line.manufacturer(),
                    line.mode(),
                    line.algorithm(),
                    line.length(),
                    line.stepSeconds());
        }
    }

    /** A file that waits, with one page of its keys. */
    record ImportView(
            String id,
            String fileName,
            Instant createdAt,
            int good,
            int faulty,
            List<LineView> lines,
            @Nullable Integer next) {
        static ImportView of(StagedImport staged, boolean faultyOnly, int after) {
            List<LineView> all = staged.lines().stream()
                    .filter(line -> line.position() > after && (!faultyOnly || line.fault() != null))
                    .limit(PAGE + 1L)
                    .map(LineView::of)
                    .toList();
            boolean more = all.size() > PAGE;
            List<LineView> shown = more ? all.subList(0, PAGE) : all;
            return new ImportView(
                    staged.id().toString(),
                    staged.fileName(),
                    staged.createdAt(),
                    staged.good(),
                    staged.faulty(),
                    shown,
                    more ? shown.getLast().position() : null);
        }
    }

    /** Whether keys with a fault are left out. */
    record Word(@Nullable Boolean leaveOut) {}

    /** How many tokens lie in the inventory now. */
    record Imported(int imported) {}

    /** The parts of the form are its own: an address stands in logs, and a passphrase must not. */
    @PostMapping(path = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<ImportView> stage(
            ApiClient client,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String passphrase,
            @RequestParam(required = false) @Nullable String key)
            throws IOException {
        if (request.getQueryString() != null) {
            throw RestRefusal.malformed(
                    "Send 'file', 'passphrase' and 'key' as parts of the form, not in the address.");
        }
        if (file == null || file.isEmpty()) {
            throw RestRefusal.malformed("'file' is the part with the maker's PSKC file.");
        }
        try (PskcTransportKey transport = transportKey(passphrase, key)) {
            ImportOutcome outcome = imports.stage(owner(client), name(file), file.getBytes(), transport, actor(client));
            return switch (outcome) {
                case ImportOutcome.Staged(StagedImport staged) ->
                    ResponseEntity.status(HttpStatus.CREATED).body(ImportView.of(staged, false, 0));
                case ImportOutcome.Unreadable(OtpFormatException.Reason reason) -> throw unreadable(reason);
                case ImportOutcome.Imported none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.Faulty none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.BeyondAllocation none -> throw new IllegalStateException("nobody said so");
                case ImportOutcome.Gone none -> throw new IllegalStateException("it has just come");
            };
        }
    }

    @GetMapping(PATH + "/{id}")
    ImportView look(
            ApiClient client,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean faulty,
            @RequestParam(defaultValue = "0") int after) {
        return imports.find(owner(client), importId(id))
                .map(staged -> ImportView.of(staged, faulty, after))
                .orElseThrow(TokenImportEndpoints::gone);
    }

    @PostMapping(PATH + "/{id}/commit")
    Imported commit(ApiClient client, @PathVariable String id, @RequestBody Word word) {
        boolean leaveOut = Boolean.TRUE.equals(word.leaveOut());
        return switch (imports.commit(owner(client), importId(id), leaveOut, actor(client))) {
            case ImportOutcome.Imported(int tokens) -> new Imported(tokens);
            case ImportOutcome.Faulty(StagedImport staged) ->
                throw RestRefusal.unacceptable(
                        "import_faulty",
                        staged.good() + " can be imported and " + staged.faulty()
                                + " cannot. Nothing was imported; the lines say why, and 'leaveOut' leaves those out.");
            case ImportOutcome.BeyondAllocation(StagedImport staged, int left) ->
                throw RestRefusal.conflict(
                        "beyond_allocation",
                        "The provider lets this virtual server have " + left
                                + " more hardware tokens, and the file has " + staged.good()
                                + ". Nothing was imported.");
            case ImportOutcome.Gone none -> throw gone();
            case ImportOutcome.Staged none -> throw new IllegalStateException("it was staged before");
            case ImportOutcome.Unreadable none -> throw new IllegalStateException("it was read before");
        };
    }

    @DeleteMapping(PATH + "/{id}")
    ResponseEntity<Void> discard(ApiClient client, @PathVariable String id) {
        if (!imports.discard(owner(client), importId(id))) {
            throw gone();
        }
        return ResponseEntity.noContent().build();
    }

    private static PskcTransportKey transportKey(@Nullable String passphrase, @Nullable String key) {
        if (passphrase != null && key != null) {
            throw RestRefusal.malformed("A file has a 'passphrase' or a 'key', not both.");
        }
        if (passphrase != null) {
            return PskcTransportKey.passphrase(
                    Given.text("passphrase", passphrase).toCharArray());
        }
        if (key == null) {
            return PskcTransportKey.none();
        }
        if (!ImportKey.isOne(key)) {
            throw RestRefusal.malformed("'key' is an AES key of 32, 48 or 64 hexadecimal digits.");
        }
        return ImportKey.read(key);
    }

    private static RestRefusal unreadable(OtpFormatException.Reason reason) {
        return switch (reason) {
            case PSKC_TOO_LONG ->
                RestRefusal.unacceptable(
                        "import_too_long",
                        "The file has more than " + (PskcReader.MAX_LENGTH_BYTES >> 20) + " MiB. Send it in parts.");
            case PSKC_XML -> RestRefusal.unacceptable("import_unreadable", "This is no XML document.");
            case PSKC_AUTHENTICATION ->
                RestRefusal.unacceptable(
                        "import_wrong_key", "The passphrase or key does not open this file, or it was changed.");
            case PSKC_TRANSPORT_KEY_MISSING ->
                RestRefusal.unacceptable(
                        "import_locked", "This file is encrypted: send the passphrase or key that opens it.");
            case PSKC_ENCRYPTION_UNSUPPORTED, PSKC_FEATURE_UNSUPPORTED ->
                RestRefusal.unacceptable(
                        "import_unsupported", "This file is encrypted or restricted in a way not read here.");
            default -> RestRefusal.unacceptable("import_unreadable", "This file is not built as PSKC (RFC 6030) says.");
        };
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename();
        String shown = name == null || name.isBlank() ? "tokens.xml" : name;
        return shown.substring(0, Math.min(shown.length(), LONGEST_NAME));
    }

    private static TokenImportId importId(String id) {
        return new TokenImportId(Given.id("import", id));
    }

    private static RestRefusal gone() {
        return RestRefusal.notFound("import");
    }

    private static VirtualServerId owner(ApiClient client) {
        return client.application().virtualServer();
    }

    private static Actor actor(ApiClient client) {
        return new Actor.ApiClient(client.id());
    }
}

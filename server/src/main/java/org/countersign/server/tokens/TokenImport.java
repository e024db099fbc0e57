package org.countersign.server.tokens;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.countersign.otp.OtpFormatException;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PskcLine;
import org.countersign.otp.PskcReader;
import org.countersign.otp.PskcToken;
import org.countersign.otp.PskcTransportKey;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.TokenImportId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.virtualservers.Allocation;
import org.countersign.server.virtualservers.Allocations;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings hardware tokens into the inventory, out of the document (PSKC) in which their maker sends the seeds. It is read and
 * shown first; then all of it is imported, or nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6030">RFC 6030</a>
 */
@Component
public final class TokenImport {
    /** How long a document waits for the operator's word; its seeds are erased then. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Pattern OWN_SERIAL = Pattern.compile("CS[0-9]+");

    private final TokenImportStore store;
    private final Policies policies;
    private final Sealing sealing;
    private final Randomness randomness;
    private final Stock stock;
    private final Ledger ledger;

    TokenImport(
            TokenImportStore store,
            Policies policies,
            Sealing sealing,
            Randomness randomness,
            Stock stock,
            Ledger ledger) {
        this.store = store;
        this.policies = policies;
        this.sealing = sealing;
        this.randomness = randomness;
        this.stock = stock;
        this.ledger = ledger;
    }

    /** What a virtual server has, and may have. */
    @Component
    record Stock(TokenTallyStore tally, Allocations allocations) {}

    /** Time, record and transactions. */
    @Component
    record Ledger(InstantSource time, Audit audit, TransactionOperations transactions) {}

    /**
     * Reads a document and keeps it for an hour, its seeds sealed. Imports nothing.
     *
     * @param fileName what the file was called, for people
     * @param key what opens the document; the caller closes it
     */
    public ImportOutcome stage(
            VirtualServerId virtualServer, String fileName, byte[] document, PskcTransportKey key, Actor actor) {
        List<PskcLine> read;
        try {
            read = PskcReader.readEach(document, key);
        } catch (OtpFormatException unreadable) {
            return new ImportOutcome.Unreadable(unreadable.reason());
        }
        Set<String> known = store.known(
                virtualServer,
                read.stream()
                        .flatMap(line -> line.token().stream())
                        .flatMap(token -> token.serialNumber().stream())
                        .toList());
        TokenImportId id = new TokenImportId(randomness.newUnguessableId());
        return ledger.transactions.execute(status -> {
            Set<String> seen = new HashSet<>();
            store.insert(id, virtualServer, fileName, actor.text(), ledger.time.instant());
            PolicySettings settings = WithoutApp.of(policies.current(virtualServer));
            read.forEach(line -> stage(id, virtualServer, line, settings, known, seen));
            return new ImportOutcome.Staged(store.find(virtualServer, id).orElseThrow());
        });
    }

    /** Returns a document that waits; another virtual server's is not found. */
    public Optional<StagedImport> find(VirtualServerId virtualServer, TokenImportId id) {
        return store.find(virtualServer, id);
    }

    /**
     * Puts the tokens of a document into the inventory, all at once or none, and forgets the document.
     *
     * @param leavingOut whether those with a fault are left out; otherwise one fault stops it all
     */
    public ImportOutcome commit(VirtualServerId virtualServer, TokenImportId id, boolean leavingOut, Actor actor) {
        return ledger.transactions.execute(status -> {
            Optional<Allocation> allowed = stock.allocations.hold(virtualServer);
            store.lockSerials(virtualServer);
            if (!store.lock(virtualServer, id)) {
                return new ImportOutcome.Gone();
            }
            store.markKnown(virtualServer, id);
            StagedImport staged = store.find(virtualServer, id).orElseThrow();
            if (staged.good() == 0 || (staged.faulty() > 0 && !leavingOut)) {
                return new ImportOutcome.Faulty(staged);
            }
            int left =
                    allowed.map(stock.tally.held(virtualServer)::hardwareLeft).orElse(Integer.MAX_VALUE);
            return staged.good() > left
                    ? new ImportOutcome.BeyondAllocation(staged, left)
                    : importGood(virtualServer, staged, actor);
        });
    }

    private ImportOutcome importGood(VirtualServerId virtualServer, StagedImport staged, Actor actor) {
        List<TokenImportStore.Made> made =
                store.importGood(virtualServer, staged.id(), policies.current(virtualServer), ledger.time.instant());
        store.delete(virtualServer, staged.id());
        List<AuditEvent> events = new ArrayList<>();
        events.add(AuditEvent.of(virtualServer, AuditType.TOKEN_IMPORTED, actor)
                .with("count", made.size())
                .with("leftOut", staged.faulty())
                .with("file", staged.fileName()));
        // Each token's history begins with where it came from.
        made.forEach(token -> events.add(AuditEvent.of(virtualServer, AuditType.TOKEN_IMPORTED, actor)
                .about(token.id())
                .with("serial", token.serial())
                .with("file", staged.fileName())));
        ledger.audit.appendAll(virtualServer, events);
        return new ImportOutcome.Imported(made.size());
    }

    /** Forgets a document; says whether there was one. */
    public boolean discard(VirtualServerId virtualServer, TokenImportId id) {
        return store.delete(virtualServer, id);
    }

    @Scheduled(initialDelay = 3, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(ledger.time.instant().minus(KEPT));
    }

    private void stage(
            TokenImportId id,
            VirtualServerId virtualServer,
            PskcLine line,
            PolicySettings settings,
            Set<String> known,
            Set<String> seen) {
        PskcToken token = line.token().orElse(null);
        if (token == null) {
            ImportLine.Fault fault = line.fault().map(TokenImport::fault).orElse(ImportLine.Fault.STRUCTURE);
            store.insert(id, virtualServer, new ImportLine(line.position(), null, fault, null, null, null, 0, 0), null);
            return;
        }
        try (OtpKey key = token.key()) {
            Optional<TokenRules> rules = rules(token, settings);
            ImportLine.Fault fault = rules.isEmpty() ? ImportLine.Fault.RULES : fault(token, known, seen);
            ImportSeed seed =
                    fault == null ? seed(virtualServer, token, key, settings.with(rules.orElseThrow())) : null;
            store.insert(id, virtualServer, shown(line.position(), token, fault), seed);
        }
    }

    private ImportSeed seed(VirtualServerId virtualServer, PskcToken token, OtpKey key, PolicySettings settings) {
        TokenId id = new TokenId(randomness.newId());
        byte[] bytes = key.exposedBytes();
        try (SecretBytes seed = SecretBytes.copyOf(bytes)) {
            return new ImportSeed(
                    id,
                    sealing.seal(seed, Passcodes.seedPlace(virtualServer, id)),
                    token.counter() - 1,
                    settings.policyString());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Returns the rules of the device, with this server's windows; nothing when it has a length or step not used here. */
    private static Optional<TokenRules> rules(PskcToken token, PolicySettings settings) {
        TokenRules here = settings.tokens();
        try {
            return Optional.of(new TokenRules(
                    mode(token),
                    token.parameters().algorithm(),
                    PasscodeAlphabet.DECIMAL,
                    token.parameters().format().length(),
                    stepSeconds(token).orElse(here.stepSeconds()),
                    here.driftSteps(),
                    here.lookAhead(),
                    here.resynchroniseWindow(),
                    null));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    private static ImportLine.@Nullable Fault fault(PskcToken token, Set<String> known, Set<String> seen) {
        String serial = token.serialNumber().orElse("");
        if (serial.isBlank()) {
            return ImportLine.Fault.NO_SERIAL;
        }
        if (OWN_SERIAL.matcher(serial).matches()) {
            return ImportLine.Fault.OWN_SERIAL;
        }
        if (!seen.add(serial)) {
            return ImportLine.Fault.TWICE;
        }
        return known.contains(serial) ? ImportLine.Fault.HERE_ALREADY : null;
    }

    private static ImportLine.Fault fault(OtpFormatException.Reason reason) {
        return switch (reason) {
            case PSKC_ALGORITHM_UNSUPPORTED -> ImportLine.Fault.ALGORITHM;
            case PSKC_AUTHENTICATION -> ImportLine.Fault.CHANGED;
            case PSKC_FEATURE_UNSUPPORTED, PSKC_ENCRYPTION_UNSUPPORTED, PSKC_TRANSPORT_KEY_MISSING ->
                ImportLine.Fault.FEATURE;
            default -> ImportLine.Fault.STRUCTURE;
        };
    }

    private static ImportLine shown(int position, PskcToken token, ImportLine.@Nullable Fault fault) {
        return new ImportLine(
                position,
                token.serialNumber().orElse(null),
                fault,
                token.manufacturer().orElse(null),
                mode(token),
                token.parameters().algorithm(),
                token.parameters().format().length(),
                stepSeconds(token).orElse(0));
    }

    private static TokenMode mode(PskcToken token) {
        return token.parameters() instanceof TotpParameters ? TokenMode.TOTP : TokenMode.HOTP;
    }

    private static Optional<Integer> stepSeconds(PskcToken token) {
        return token.parameters() instanceof TotpParameters totp
                ? Optional.of((int) totp.step().toSeconds())
                : Optional.empty();
    }
}

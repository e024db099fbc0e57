package org.countersign.server.users;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Many users at once, from a file of comma-separated values: those with a new user name are created, the others changed to what the
 * file says. What the file leaves empty stays as it is; nobody leaves a group. A file does what whoever imports it may do by hand.
 * All of it happens, or nothing.
 */
@Component
public final class UserImport {
    /** Users in one file. */
    public static final int MOST_LINES = 100_000;

    /** Bytes of one file. */
    public static final int MOST_BYTES = 20 * 1024 * 1024;

    private static final Duration KEPT = Duration.ofHours(1);

    private final ImportPlanning planning;
    private final ImportStore store;
    private final Users users;
    private final Audit audit;
    private final Randomness randomness;
    private final Deciding deciding;

    UserImport(
            ImportPlanning planning,
            ImportStore store,
            Users users,
            Audit audit,
            Randomness randomness,
            Deciding deciding) {
        this.planning = planning;
        this.store = store;
        this.users = users;
        this.audit = audit;
        this.randomness = randomness;
        this.deciding = deciding;
    }

    /** When and as what an import happens. */
    @Component("importDeciding")
    record Deciding(InstantSource time, TransactionOperations transactions) {}

    /** A file that waits to be confirmed. */
    static final class Kept {
        private final byte[] content;
        private final boolean makesMissing;

        Kept(byte[] content, boolean makesMissing) {
            this.content = content;
            this.makesMissing = makesMissing;
        }
    }

    /**
     * Keeps a file for an hour, until somebody who has seen what it would do confirms it.
     *
     * @param makesMissing whether groups and containers that nobody has made yet are to be made
     * @return its id, or nothing when it is larger than {@link #MOST_BYTES}
     */
    public Optional<UUID> keep(VirtualServerId virtualServer, byte[] file, boolean makesMissing) {
        if (file.length > MOST_BYTES) {
            return Optional.empty();
        }
        UUID id = randomness.newUnguessableId();
        store.keep(id, virtualServer, file, makesMissing, deciding.time.instant());
        return Optional.of(id);
    }

    /** Returns what a kept file would do now, or nothing when there is none. */
    public Optional<ImportPlan> preview(VirtualServerId virtualServer, UUID id, Acting by) {
        return find(virtualServer, id).map(kept -> preview(virtualServer, kept.content, kept.makesMissing, by));
    }

    /** Returns what a file would do now; changes nothing. */
    public ImportPlan preview(VirtualServerId virtualServer, byte[] file, boolean makesMissing, Acting by) {
        return planning.plan(virtualServer, file, makesMissing, by).plan();
    }

    /** Does what a kept file says, and forgets it when it is done; nothing when there is none. */
    public Optional<ImportPlan> run(VirtualServerId virtualServer, UUID id, Acting by) {
        return find(virtualServer, id).map(kept -> {
            ImportPlan done = run(virtualServer, kept.content, kept.makesMissing, by);
            if (done.isPossible()) {
                store.delete(virtualServer, id);
            }
            return done;
        });
    }

    /**
     * Does what a file says.
     *
     * @return what was done; nothing was, when it {@linkplain ImportPlan#isPossible is not possible}
     */
    public ImportPlan run(VirtualServerId virtualServer, byte[] file, boolean makesMissing, Acting by) {
        try {
            return deciding.transactions.execute(status -> {
                store.lock(virtualServer);
                ImportPlanning.Draft draft = planning.plan(virtualServer, file, makesMissing, by);
                if (draft.plan().isPossible()) {
                    write(virtualServer, planning.resolved(virtualServer, draft, by.actor()), file, by.actor());
                }
                return draft.plan();
            });
        } catch (DuplicateKeyException meanwhile) {
            return ImportPlan.impossible(new ImportProblem(0, ImportProblem.Reason.MEANWHILE, ""));
        }
    }

    @Scheduled(initialDelay = 9, fixedDelay = 15, timeUnit = TimeUnit.MINUTES)
    void forget() {
        store.forgetBefore(deciding.time.instant().minus(KEPT));
    }

    private Optional<Kept> find(VirtualServerId virtualServer, UUID id) {
        return store.find(virtualServer, id, deciding.time.instant().minus(KEPT));
    }

    /** Audit comes last, for its chain is held until the commit. */
    private void write(VirtualServerId virtualServer, List<ImportPlanning.Person> people, byte[] file, Actor actor) {
        Instant now = deciding.time.instant();
        List<AuditEvent> events = new ArrayList<>();
        List<UserAccount> created = new ArrayList<>();
        List<UserId> joining = new ArrayList<>();
        List<GroupId> joined = new ArrayList<>();
        for (ImportPlanning.Person person : people) {
            UserAccount account = person.account();
            if (person.fate() == ImportPlan.Fate.CREATED) {
                created.add(account);
                events.add(AuditEvent.of(virtualServer, AuditType.USER_CREATED, actor)
                        .about(account.id())
                        .with("userName", account.userName())
                        .with("by", "import"));
            }
            for (Group group : person.joins()) {
                joining.add(account.id());
                joined.add(group.id());
                events.add(AuditEvent.of(virtualServer, AuditType.GROUP_JOINED, actor)
                        .about(account.id())
                        .with("group", group.name())
                        .with("id", group.id()));
            }
            if (person.isMoved()) {
                events.add(AuditEvent.of(virtualServer, AuditType.USER_MOVED, actor)
                        .about(account.id())
                        .with("container", String.valueOf(person.container())));
            }
        }
        store.insert(created, now);
        store.join(virtualServer, joining, joined, now);
        for (ImportPlanning.Person person : people) {
            change(virtualServer, person, actor);
        }
        events.add(AuditEvent.of(virtualServer, AuditType.USERS_IMPORTED, actor)
                .with("created", created.size())
                .with(
                        "changed",
                        people.stream()
                                .filter(person -> person.fate() == ImportPlan.Fate.CHANGED)
                                .count())
                .with("file", sha256(file)));
        audit.appendAll(virtualServer, events);
    }

    private void change(VirtualServerId virtualServer, ImportPlanning.Person person, Actor actor) {
        UserAccount account = person.account();
        if (person.fate() == ImportPlan.Fate.CHANGED && person.isRenamed()) {
            users.change(
                    virtualServer,
                    account.id(),
                    account.userName(),
                    account.displayName(),
                    account.mail() == null ? "" : account.mail(),
                    actor);
        }
        if (person.isMoved()) {
            store.move(account);
        }
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}

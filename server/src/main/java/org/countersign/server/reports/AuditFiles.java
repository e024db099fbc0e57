package org.countersign.server.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditQuery;
import org.countersign.server.audit.AuditSearch;
import org.countersign.server.audit.AuditType;
import org.countersign.server.audit.ChainedEntry;
import org.countersign.server.kernel.CsvText;
import org.countersign.server.kernel.CsvTexts;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what somebody found in the record as a file, event by event however many there are. */
@Component
public final class AuditFiles {
    /** Names of people are looked up for so many events at once. */
    private static final int TOGETHER = 500;

    private static final JsonMapper JSON = new JsonMapper();

    private final AuditSearch search;
    private final Users users;
    private final Audit audit;
    private final TransactionOperations transactions;
    private final CsvTexts texts;

    AuditFiles(AuditSearch search, Users users, Audit audit, TransactionOperations transactions, CsvTexts texts) {
        this.search = search;
        this.users = users;
        this.audit = audit;
        this.transactions = transactions;
        this.texts = texts;
    }

    /** How events are written. */
    public enum Form {
        /** For spreadsheets: a line of names, then one line an event. */
        CSV,
        /** For programs: one JSON object a line. */
        LINES
    }

    /** Writes what {@code query} asks for, newest first; that somebody took it is on record before the first line. */
    public void write(VirtualServerId virtualServer, AuditQuery query, Form form, Actor actor, Writer out)
            throws IOException {
        transactions.executeWithoutResult(
                status -> audit.append(AuditEvent.of(virtualServer, AuditType.AUDIT_EXPORTED, actor)
                        .with("form", form)
                        .with("from", query.from())
                        .with("to", query.to())));
        try {
            switch (form) {
                case CSV -> csv(virtualServer, query, out);
                case LINES -> each(virtualServer, query, named -> line(named, out));
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        out.flush();
    }

    /** An event and the user name of whom it concerns. */
    private record Named(ChainedEntry chained, @Nullable String userName) {}

    private void csv(VirtualServerId virtualServer, AuditQuery query, Writer out) throws IOException {
        CsvText csv = texts.to(out);
        csv.line(List.of(
                "Time", "Type", "Actor", "User", "User id", "Token id", "IP address", "Details", "Lane", "Sequence"));
        each(virtualServer, query, named -> {
            AuditEntry entry = named.chained.entry();
            try {
                csv.line(Arrays.asList(
                        entry.at(),
                        entry.type(),
                        entry.actor(),
                        named.userName,
                        entry.userId(),
                        entry.tokenId(),
                        entry.ip(),
                        said(entry),
                        named.chained.place().lane(),
                        named.chained.place().sequence()));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }

    private static String said(AuditEntry entry) {
        StringBuilder said = new StringBuilder();
        new TreeMap<>(entry.details())
                .forEach((name, value) -> said.append(said.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(": ")
                        .append(value));
        return said.toString();
    }

    private static void line(Named named, Writer out) {
        AuditEntry entry = named.chained.entry();
        ObjectNode line = JSON.createObjectNode()
                .put("at", entry.at().toString())
                .put("type", entry.type())
                .put("actor", entry.actor())
                .put("userName", named.userName)
                .put("userId", text(entry.userId()))
                .put("tokenId", text(entry.tokenId()))
                .put("ip", entry.ip());
        ObjectNode details = line.putObject("details");
        new TreeMap<>(entry.details()).forEach(details::put);
        line.put("lane", named.chained.place().lane())
                .put("sequence", named.chained.place().sequence());
        try {
            out.write(line.toString());
            out.write('\n');
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private void each(VirtualServerId virtualServer, AuditQuery query, Consumer<Named> taker) {
        List<ChainedEntry> waiting = new ArrayList<>(TOGETHER);
        search.each(virtualServer, query, entry -> {
            waiting.add(entry);
            if (waiting.size() == TOGETHER) {
                hand(virtualServer, waiting, taker);
            }
        });
        hand(virtualServer, waiting, taker);
    }

    private void hand(VirtualServerId virtualServer, List<ChainedEntry> waiting, Consumer<Named> taker) {
        Map<UserId, UserAccount> people = users.named(
                virtualServer,
                waiting.stream()
                        .map(entry -> entry.entry().userId())
                        .filter(Objects::nonNull)
                        .map(UserId::new)
                        .distinct()
                        .toList());
        for (ChainedEntry chained : waiting) {
            UUID id = chained.entry().userId();
            UserAccount user = id == null ? null : people.get(new UserId(id));
            taker.accept(new Named(chained, user == null ? null : user.userName()));
        }
        waiting.clear();
    }
}

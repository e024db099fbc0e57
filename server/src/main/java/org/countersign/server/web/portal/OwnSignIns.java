package org.countersign.server.web.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.audit.AuditType;
import org.countersign.server.places.Places;
import org.countersign.server.reactions.Reported;
import org.countersign.server.web.shell.Moments;
import org.countersign.server.web.shell.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the record knows of a user's sign-ins of the last ninety days. */
@Component
class OwnSignIns {
    private static final Duration SHOWN = Duration.ofDays(90);
    private static final int AT_A_TIME = 25;

    /** What somebody else can have done, from an address of theirs. */
    private static final Set<AuditType> REPORTABLE = Set.of(
            AuditType.SIGN_IN_SUCCEEDED,
            AuditType.PUSH_STARTED,
            AuditType.PASSCODE_REFUSED,
            AuditType.PASSCODE_REPLAYED);

    private static final Set<AuditType> TYPES = Set.of(
            AuditType.SIGN_IN_SUCCEEDED,
            AuditType.PUSH_STARTED,
            AuditType.PASSCODE_REFUSED,
            AuditType.PASSCODE_REPLAYED,
            AuditType.PUSH_DENIED,
            AuditType.PUSH_REPORTED,
            AuditType.PUSH_EXPIRED);

    private final Audit audit;
    private final Places places;
    private final Texts texts;
    private final InstantSource time;

    OwnSignIns(Audit audit, Places places, Texts texts, InstantSource time) {
        this.audit = audit;
        this.places = places;
        this.texts = texts;
        this.time = time;
    }

    /**
     * One page of lines.
     *
     * @param next where the page after it begins, or none
     */
    record Lines(List<SignInLine> lines, @Nullable String next) {}

    Lines page(PortalVisit visit, String before) {
        List<AuditEntry> found =
                audit.page(visit.id(), new AuditFilter(TYPES, visit.user(), null, position(before)), AT_A_TIME + 1);
        Instant oldest = time.instant().minus(SHOWN);
        List<AuditEntry> young =
                found.stream().filter(entry -> entry.at().isAfter(oldest)).toList();
        boolean more = young.size() > AT_A_TIME;
        List<AuditEntry> shown = more ? young.subList(0, AT_A_TIME) : young;
        return new Lines(shown.stream().map(this::line).toList(), more ? name(shown.getLast()) : null);
    }

    /** Finds the sign-in that a line names, as something to report; only one of the user's own. */
    Optional<Reported> reported(PortalVisit visit, String name) {
        AuditFilter.Position named = position(name);
        if (named == null) {
            return Optional.empty();
        }
        AuditFilter.Position justAfter = new AuditFilter.Position(named.at().plus(1, ChronoUnit.MICROS), named.id());
        return audit.page(visit.id(), new AuditFilter(REPORTABLE, visit.user(), null, justAfter), 10).stream()
                .filter(entry -> entry.id().equals(named.id()))
                .filter(entry -> entry.at().isAfter(time.instant().minus(SHOWN)))
                .findFirst()
                .map(entry -> new Reported(
                        visit.id(),
                        visit.user(),
                        // The phone may have reported the same request: that acts once.
                        entry.details().containsKey("request")
                                ? "push:" + entry.details().get("request")
                                : "record:" + entry.id(),
                        entry.details().get("application"),
                        entry.ip(),
                        place(entry),
                        program(entry),
                        entry.details().get("serial"),
                        entry.at(),
                        visit.ip(),
                        false));
    }

    private SignInLine line(AuditEntry entry) {
        Map<String, String> details = entry.details();
        String factor = details.get("factor");
        String factorKey = "portal.factor." + factor;
        return new SignInLine(
                name(entry),
                "portal.sign-in." + entry.type(),
                tone(entry.type()),
                Moments.words(entry.at()),
                Moments.exact(entry.at()),
                details.get("application"),
                place(entry),
                entry.ip(),
                program(entry),
                factor != null && texts.keys().contains(factorKey) ? factorKey : null,
                entry.ip() != null
                        && REPORTABLE.stream().anyMatch(type -> type.name().equals(entry.type())));
    }

    private @Nullable String place(AuditEntry entry) {
        return entry.ip() == null ? null : places.of(entry.ip()).orElse(null);
    }

    private static @Nullable String program(AuditEntry entry) {
        String browser = entry.details().get("browser");
        String os = entry.details().get("os");
        return browser == null ? os : os == null ? browser : browser + " · " + os;
    }

    private static String tone(String type) {
        return switch (type) {
            case "SIGN_IN_SUCCEEDED" -> "good";
            case "PUSH_REPORTED", "PASSCODE_REPLAYED" -> "bad";
            case "PASSCODE_REFUSED", "PUSH_DENIED" -> "look";
            default -> "neutral";
        };
    }

    private static String name(AuditEntry entry) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()) + "." + entry.id();
    }

    private static AuditFilter.@Nullable Position position(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || dot > 16 || !text.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        Optional<UUID> id = PortalIds.ifUuid(text.substring(dot + 1));
        long micros = Long.parseLong(text.substring(0, dot));
        return id.map(known -> new AuditFilter.Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), known))
                .orElse(null);
    }
}

package org.countersign.server.web.console.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.audit.AuditEntry;
import org.countersign.server.audit.AuditFilter;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page about sign-ins: who got in, who did not, and what people reported. */
@Controller
public final class ConsoleSignInsController {
    private static final Pattern POSITION = Pattern.compile("(\\d{1,16})\\.(.+)");

    private final Activities activities;
    private final Users users;

    ConsoleSignInsController(Activities activities, Users users) {
        this.activities = activities;
        this.users = users;
    }

    @GetMapping("/console/{slug}/sign-ins")
    @Needs(OperatorModule.USERS)
    ModelAndView list(
            OperatorVisit visit,
            @RequestParam(name = "kind", defaultValue = "") String kindSlug,
            @RequestParam(name = "user", defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String before) {
        ActivityKind kind = ActivityKind.of(kindSlug);
        Optional<UserAccount> user = userName.isBlank() ? Optional.empty() : users.find(visit.id(), userName.strip());
        if (!userName.isBlank() && user.isEmpty()) {
            return page(visit, new ListPage(kind, userName, true, List.of(), null, false));
        }
        AuditFilter filter =
                new AuditFilter(kind.types(), user.map(UserAccount::id).orElse(null), null, position(before));
        List<AuditEntry> found = activities.entries(visit.id(), filter, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<AuditEntry> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next = more
                ? visit.link("/sign-ins", "kind", kindSlug, "user", userName, "before", text(shown.getLast()))
                : null;
        List<Activity> read = activities.read(visit.id(), shown);
        return page(visit, new ListPage(kind, userName, false, read, next, !before.isEmpty()));
    }

    private static ModelAndView page(OperatorVisit visit, ListPage view) {
        return ConsoleView.page("sign-ins", visit, view);
    }

    private static String text(AuditEntry entry) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()) + "." + entry.id();
    }

    private static AuditFilter.@Nullable Position position(String text) {
        Matcher parts = POSITION.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long micros = Long.parseLong(parts.group(1));
        return ConsoleIds.uuid(parts.group(2))
                .map(id -> new AuditFilter.Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id))
                .orElse(null);
    }

    /**
     * What the list of sign-ins shows.
     *
     * @param userName the user name looked for, or empty
     * @param noSuchUser whether nobody has that user name
     * @param next address of the next page, or none
     * @param further whether this is not the first page
     */
    public record ListPage(
            ActivityKind kind,
            String userName,
            boolean noSuchUser,
            List<Activity> activities,
            @Nullable String next,
            boolean further) {}
}

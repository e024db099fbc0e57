package org.countersign.server.web.console.provisioning;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.enrollment.ProvisioningOutcome;
import org.countersign.server.kernel.UserId;
import org.countersign.server.policy.Policies;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's pages that give tokens to users: choose, check, confirm. Whom the operator chose stands in the address
 * until the confirmation, so that a search keeps it, with scripts or without.
 */
@Controller
public final class ConsoleProvisionController {
    /** Users of one task; their ids fit in an address. */
    private static final int MOST_AT_ONCE = 100;

    private final Provisioning provisioning;
    private final InstantSource time;
    private final Users users;
    private final Tokens tokens;
    private final Policies policies;

    ConsoleProvisionController(
            Provisioning provisioning, InstantSource time, Users users, Tokens tokens, Policies policies) {
        this.provisioning = provisioning;
        this.time = time;
        this.users = users;
        this.tokens = tokens;
        this.policies = policies;
    }

    @GetMapping("/console/{slug}/provision")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView choose(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String after) {
        List<UserAccount> chosen = chosen(visit, user);
        List<UserAccount> found = users.page(visit.id(), q, after.isEmpty() ? null : after, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<UserAccount> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        Map<UserId, UserAccount> offered = new LinkedHashMap<>();
        chosen.forEach(account -> offered.put(account.id(), account));
        shown.forEach(account -> offered.put(account.id(), account));
        return ConsoleView.page(
                "provision",
                visit,
                new ChoosePage(
                        q,
                        List.copyOf(offered.values()),
                        new LinkedHashSet<>(chosen.stream().map(UserAccount::id).toList()),
                        more ? shown.getLast().userName() : null,
                        tokens.inventory(visit.id())));
    }

    @GetMapping("/console/{slug}/provision/check")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView check(OperatorVisit visit, @RequestParam(defaultValue = "") List<String> user) {
        return ConsoleView.page(
                "provision-check", visit, checkPage(visit, chosen(visit, user), problemOf(user), List.of()));
    }

    @PostMapping("/console/{slug}/provision")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView provision(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") List<String> user,
            @RequestParam(defaultValue = "") String stop) {
        List<UserAccount> chosen = chosen(visit, user);
        Optional<Instant> stopAt = StopDate.read(stop, time.instant());
        String problem = problemOf(user);
        if (problem == null && stopAt.isEmpty() && !stop.isBlank()) {
            problem = "stop";
        }
        if (chosen.isEmpty() || problem != null) {
            return refused(visit, chosen, problem == null ? "nobody" : problem, List.of());
        }
        List<UserId> ids = chosen.stream().map(UserAccount::id).toList();
        return switch (provisioning.provision(visit.id(), ids, stopAt.orElse(null), visit.actor())) {
            case ProvisioningOutcome.Started started ->
                ConsoleView.onTo(visit, "/provision/tasks/" + started.number() + "?done=started");
            case ProvisioningOutcome.InventoryTooSmall small -> refused(visit, chosen, "inventory", List.of());
            case ProvisioningOutcome.NoMailAddress(List<UserId> who) -> refused(visit, chosen, "mail", who);
            case ProvisioningOutcome.UnknownUsers(List<UserId> who) -> refused(visit, chosen, "unknown", who);
        };
    }

    private ModelAndView refused(
            OperatorVisit visit, List<UserAccount> chosen, String problem, Collection<UserId> concerned) {
        return ConsoleView.page(
                "provision-check",
                visit,
                checkPage(visit, chosen, problem, concerned),
                HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private CheckPage checkPage(
            OperatorVisit visit, List<UserAccount> chosen, @Nullable String problem, Collection<UserId> concerned) {
        int free = tokens.inventory(visit.id());
        List<UserAccount> without = chosen.stream()
                .filter(account -> concerned.contains(account.id())
                        || (account.mail() == null && (problem == null || problem.equals("mail"))))
                .toList();
        String shown = problem;
        if (problem == null && chosen.isEmpty()) {
            shown = "nobody";
        } else if (problem == null && !without.isEmpty()) {
            shown = "mail";
        } else if (problem == null && chosen.size() > free) {
            shown = "inventory";
        }
        return new CheckPage(
                chosen,
                without,
                shown,
                users.withoutPassword(
                                visit.id(), chosen.stream().map(UserAccount::id).toList())
                        .size(),
                free,
                policies.current(visit.id()).enrollment().mailedHours());
    }

    /** Another virtual server's users are not found, so nobody chooses them. */
    private List<UserAccount> chosen(OperatorVisit visit, List<String> texts) {
        List<UserId> ids = texts.stream()
                .limit(MOST_AT_ONCE)
                .flatMap(text -> ConsoleIds.uuid(text).stream())
                .map(UserId::new)
                .toList();
        return new ArrayList<>(users.named(visit.id(), ids).values())
                .stream()
                        .sorted(Comparator.comparing(UserAccount::userName, String.CASE_INSENSITIVE_ORDER))
                        .toList();
    }

    private static @Nullable String problemOf(List<String> texts) {
        return texts.size() > MOST_AT_ONCE ? "many" : null;
    }

    /**
     * What the page to choose users shows.
     *
     * @param offered whom can be chosen, those already chosen first
     * @param next user name after which the next page begins, or none
     * @param free tokens free to be given out
     */
    public record ChoosePage(
            String query,
            List<UserAccount> offered,
            Set<UserId> chosen,
            @Nullable String next,
            int free) {}

    /**
     * What the page to confirm shows.
     *
     * @param concerned whom the problem is about
     * @param problem {@code nobody}, {@code many}, {@code inventory}, {@code mail}, {@code unknown}, {@code stop}, or none
     * @param withoutPassword how many of the chosen get a link to choose a password too
     * @param free tokens free to be given out
     * @param hours how long the mailed links work
     */
    public record CheckPage(
            List<UserAccount> chosen,
            List<UserAccount> concerned,
            @Nullable String problem,
            int withoutPassword,
            int free,
            int hours) {}
}

package org.countersign.server.web.console;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.BeyondAllocation;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages about tokens. */
@Controller
public final class ConsoleTokensController {
    private static final Pattern POSITION = Pattern.compile("([01])(CS\\d{8,18})");
    private static final int RECENT = 10;

    /** Users whose tokens a search by name brings up. */
    private static final int OWNERS = 200;

    private static final int MOST_AT_ONCE = 10_000;

    private final Tokens tokens;
    private final TokenRegister register;
    private final Users users;
    private final ServerPins pins;
    private final Activities activities;
    private final InstantSource time;

    ConsoleTokensController(
            Tokens tokens,
            TokenRegister register,
            Users users,
            ServerPins pins,
            Activities activities,
            InstantSource time) {
        this.tokens = tokens;
        this.register = register;
        this.users = users;
        this.pins = pins;
        this.activities = activities;
        this.time = time;
    }

    @GetMapping("/console/{slug}/tokens")
    @Needs(OperatorModule.TOKENS)
    ModelAndView list(
            OperatorVisit visit,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(name = "state", defaultValue = "") String stateSlug,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String done) {
        TokenState state = state(stateSlug);
        List<UserId> owners = q.isBlank()
                ? List.of()
                : users.search(visit.id(), q, OWNERS).stream()
                        .map(UserAccount::id)
                        .toList();
        TokenFilter filter = new TokenFilter(q, owners, state, position(after));
        List<RegisterEntry> found = register.page(visit.id(), filter, ConsoleView.ROWS + 1);
        boolean more = found.size() > ConsoleView.ROWS;
        List<RegisterEntry> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
        String next = more
                ? visit.link(
                        "/tokens",
                        "q",
                        q,
                        "state",
                        stateSlug,
                        "after",
                        text(shown.getLast().token()))
                : null;
        Map<UserId, UserAccount> names = users.named(
                visit.id(),
                shown.stream()
                        .map(entry -> entry.token().user())
                        .filter(Objects::nonNull)
                        .toList());
        return ConsoleView.page(
                "tokens",
                visit,
                new ListPage(
                        q,
                        state,
                        shown,
                        names,
                        next,
                        !after.isEmpty(),
                        tokens.inventory(visit.id()),
                        done.equals("allocated")));
    }

    @GetMapping("/console/{slug}/tokens/{id}")
    @Needs(OperatorModule.TOKENS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return ConsoleView.page("token", visit, page(visit, find(visit, id), done));
    }

    @GetMapping("/console/{slug}/tokens/{id}/revoke")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView askToRevoke(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        if (!TokenPage.isRevocable(token)) {
            return ConsoleView.onTo(visit, "/tokens/" + token.id());
        }
        return ConsoleView.page("token-revoke", visit, page(visit, token, ""));
    }

    @PostMapping("/console/{slug}/tokens/{id}/revoke")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView revoke(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        boolean revoked = tokens.revoke(visit.id(), token.id(), visit.actor());
        return ConsoleView.onTo(visit, "/tokens/" + token.id() + (revoked ? "?done=revoked" : ""));
    }

    @PostMapping("/console/{slug}/tokens/{id}/unlock")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView unlock(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        boolean unlocked = tokens.unlock(visit.id(), token.id(), visit.actor());
        return ConsoleView.onTo(visit, "/tokens/" + token.id() + (unlocked ? "?done=unlocked" : ""));
    }

    @GetMapping("/console/{slug}/tokens/allocate")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView askToAllocate(OperatorVisit visit) {
        return ConsoleView.page(
                "token-allocate", visit, new AllocatePage(tokens.inventory(visit.id()), "50", false, null));
    }

    @PostMapping("/console/{slug}/tokens/allocate")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.ADD)
    ModelAndView allocate(OperatorVisit visit, @RequestParam String count) {
        if (!count.strip().matches("[0-9]{1,5}") || !isAllowed(Integer.parseInt(count.strip()))) {
            return ConsoleView.page(
                    "token-allocate",
                    visit,
                    new AllocatePage(tokens.inventory(visit.id()), count, true, null),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
        try {
            tokens.allocate(visit.id(), Integer.parseInt(count.strip()), visit.actor());
        } catch (BeyondAllocation beyond) {
            return ConsoleView.page(
                    "token-allocate",
                    visit,
                    new AllocatePage(tokens.inventory(visit.id()), count, true, beyond.left()),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return ConsoleView.onTo(visit, "/tokens?done=allocated");
    }

    private Token find(OperatorVisit visit, String id) {
        return tokens.find(visit.id(), ConsoleIds.token(id)).orElseThrow(ConsoleIds::notFound);
    }

    private TokenPage page(OperatorVisit visit, Token token, String done) {
        RegisterEntry entry = register.withDevices(visit.id(), List.of(token)).getFirst();
        UserAccount user =
                token.owner().flatMap(owner -> users.find(visit.id(), owner)).orElse(null);
        return new TokenPage(
                entry,
                user,
                pins.mustChange(token),
                activities.ofToken(visit.id(), token.id(), RECENT),
                time.instant(),
                done);
    }

    private static boolean isAllowed(int count) {
        return count >= 1 && count <= MOST_AT_ONCE;
    }

    private static @Nullable TokenState state(String slug) {
        return Arrays.stream(TokenState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(slug))
                .findFirst()
                .orElse(null);
    }

    private static String text(Token token) {
        return (token.state() == TokenState.INVENTORY ? "1" : "0") + token.serial();
    }

    private static TokenFilter.@Nullable Position position(String text) {
        Matcher parts = POSITION.matcher(text);
        return parts.matches() ? new TokenFilter.Position(parts.group(1).equals("1"), parts.group(2)) : null;
    }

    /**
     * What the list of tokens shows.
     *
     * @param next address of the next page, or none
     * @param further whether this is not the first page
     * @param free tokens free to be given out
     * @param allocated whether tokens were allocated a moment ago
     */
    public record ListPage(
            String query,
            @Nullable TokenState state,
            List<RegisterEntry> entries,
            Map<UserId, UserAccount> users,
            @Nullable String next,
            boolean further,
            int free,
            boolean allocated) {}

    /**
     * What the form to allocate tokens shows.
     *
     * @param wrong whether what was typed is no number that is allowed
     * @param left how many more the provider allows, when it is more than that
     */
    public record AllocatePage(
            int free, String count, boolean wrong, @Nullable Integer left) {}
}

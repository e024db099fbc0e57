package org.countersign.server.web.console.tokens;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.countersign.server.kernel.UserId;
import org.countersign.server.tokens.BeyondAllocation;
import org.countersign.server.tokens.RegisterEntry;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenFilter;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.console.activity.Activities;
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
    private static final int RECENT = 10;
    private static final int HISTORY = 100;
    private static final int LONGEST_SERIAL = 64;

    private static final int MOST_AT_ONCE = 10_000;

    private final Tokens tokens;
    private final TokenRegister register;
    private final Users users;
    private final ServerPins pins;
    private final Activities activities;
    private final BulkChoice choice;
    private final InstantSource time;

    ConsoleTokensController(
            Tokens tokens,
            TokenRegister register,
            Users users,
            ServerPins pins,
            Activities activities,
            BulkChoice choice,
            InstantSource time) {
        this.tokens = tokens;
        this.register = register;
        this.users = users;
        this.pins = pins;
        this.activities = activities;
        this.choice = choice;
        this.time = time;
    }

    @GetMapping("/console/{slug}/tokens")
    @Needs(OperatorModule.TOKENS)
    ModelAndView list(OperatorVisit visit, TokenSearch search, @RequestParam(defaultValue = "") String done) {
        List<RegisterEntry> found = choice.owners(visit.id(), search.user())
                .map(owners -> register.page(visit.id(), search.filter(owners), ConsoleView.ROWS + 1))
                .orElseGet(List::of);
        boolean more = found.size() > ConsoleView.ROWS;
        List<RegisterEntry> shown = more ? found.subList(0, ConsoleView.ROWS) : found;
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
                        search,
                        shown,
                        names,
                        more ? search.link(visit, shown.getLast().token().serial()) : null,
                        register.countByState(visit.id()),
                        tokens.inventory(visit.id()),
                        done));
    }

    @GetMapping("/console/{slug}/tokens/{id}")
    @Needs(OperatorModule.TOKENS)
    ModelAndView detail(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return ConsoleView.page("token", visit, page(visit, find(visit, id), done));
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
                pins.hasExpired(token),
                activities.ofToken(visit.id(), token.id(), RECENT),
                activities.lifeOf(visit.id(), token.id(), HISTORY),
                time.instant(),
                done);
    }

    private static boolean isAllowed(int count) {
        return count >= 1 && count <= MOST_AT_ONCE;
    }

    /**
     * What an operator looks for, as the address says it. What is none of the choices is no choice.
     *
     * @param q how the serial number begins
     * @param user user name, or part of the user's name
     */
    public record TokenSearch(
            @Nullable String q,
            @Nullable String user,
            @Nullable String state,
            @Nullable String kind,
            @Nullable String push,
            @Nullable String after) {
        public TokenSearch {
            q = trimmed(q);
            user = trimmed(user);
            state = trimmed(state);
            kind = trimmed(kind);
            push = trimmed(push);
            after = trimmed(after);
        }

        @Override
        public String q() {
            return trimmed(q);
        }

        @Override
        public String user() {
            return trimmed(user);
        }

        @Override
        public String state() {
            return trimmed(state);
        }

        @Override
        public String kind() {
            return trimmed(kind);
        }

        @Override
        public String push() {
            return trimmed(push);
        }

        TokenFilter filter(List<UserId> owners) {
            return new TokenFilter(
                    q(),
                    owners,
                    chosenState(),
                    chosenKind(),
                    chosenPush(),
                    trimmed(after).isEmpty() ? null : after);
        }

        String link(OperatorVisit visit, String from) {
            return visit.link(
                    "/tokens",
                    "q",
                    q(),
                    "user",
                    user(),
                    "state",
                    trimmed(state),
                    "kind",
                    trimmed(kind),
                    "push",
                    trimmed(push),
                    "after",
                    from);
        }

        /** Returns the state that is asked for, or none. */
        public @Nullable TokenState chosenState() {
            return choice(TokenState.values(), state);
        }

        /** Returns the kind that is asked for, or none. */
        public @Nullable TokenKind chosenKind() {
            return choice(TokenKind.values(), kind);
        }

        /** Returns the push state that is asked for, or none. */
        public RegisterEntry.@Nullable Push chosenPush() {
            return choice(RegisterEntry.Push.values(), push);
        }

        /** Says whether this is not the first page. */
        public boolean isFurther() {
            return !trimmed(after).isEmpty();
        }

        private static <E extends Enum<E>> @Nullable E choice(E[] values, @Nullable String slug) {
            return Arrays.stream(values)
                    .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(slug))
                    .findFirst()
                    .orElse(null);
        }

        private static String trimmed(@Nullable String text) {
            String stripped = text == null ? "" : text.strip();
            return stripped.length() > LONGEST_SERIAL ? stripped.substring(0, LONGEST_SERIAL) : stripped;
        }
    }

    /**
     * What the list of tokens shows.
     *
     * @param next address of the next page, or none
     * @param counts how many tokens are in which state
     * @param free software tokens free to be given out
     * @param done what the operator did a moment ago: {@code allocated}, or nothing
     */
    public record ListPage(
            TokenSearch search,
            List<RegisterEntry> entries,
            Map<UserId, UserAccount> users,
            @Nullable String next,
            Map<TokenState, Integer> counts,
            int free,
            String done) {
        /** Returns how many tokens are in a state. */
        public int count(TokenState state) {
            return counts.getOrDefault(state, 0);
        }
    }

    /**
     * What the form to allocate tokens shows.
     *
     * @param wrong whether what was typed is no number that is allowed
     * @param left how many more the provider allows, when it is more than that
     */
    public record AllocatePage(
            int free, String count, boolean wrong, @Nullable Integer left) {}
}

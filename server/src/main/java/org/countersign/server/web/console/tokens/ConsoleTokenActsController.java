package org.countersign.server.web.console.tokens;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.countersign.server.tokens.ActOrder;
import org.countersign.server.tokens.ActOutcome;
import org.countersign.server.tokens.NotAllowed;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenAct;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenLife;
import org.countersign.server.tokens.TokenRegister;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.TokenTable;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.NotPermitted;
import org.countersign.server.web.console.OperatorVisit;
import org.countersign.server.web.shell.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's pages for acts on one token: each says what it does, asks why, and does it if nothing came between. */
@Controller
public final class ConsoleTokenActsController {
    private static final int MOST_EFFECTS = 6;
    private static final String TOKEN = "/console/{slug}/tokens/{id}/";

    private final Tokens tokens;
    private final TokenRegister register;
    private final TokenLife life;
    private final Users users;
    private final Operators operators;
    private final Texts texts;

    ConsoleTokenActsController(
            Tokens tokens, TokenRegister register, TokenLife life, Users users, Operators operators, Texts texts) {
        this.tokens = tokens;
        this.register = register;
        this.life = life;
        this.users = users;
        this.operators = operators;
        this.texts = texts;
    }

    @GetMapping({TOKEN + "suspend", TOKEN + "resume", TOKEN + "unlock", TOKEN + "lose", TOKEN + "find", TOKEN + "fail"})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView askToChange(OperatorVisit visit, @PathVariable String id, HttpServletRequest request) {
        return ask(visit, id, slug(request));
    }

    @PostMapping({TOKEN + "suspend", TOKEN + "resume", TOKEN + "unlock", TOKEN + "lose", TOKEN + "find", TOKEN + "fail"
    })
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView change(OperatorVisit visit, @PathVariable String id, ActForm form, HttpServletRequest request) {
        return act(visit, id, slug(request), form);
    }

    @GetMapping({TOKEN + "revoke", TOKEN + "return"})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView askToEnd(OperatorVisit visit, @PathVariable String id, HttpServletRequest request) {
        return ask(visit, id, slug(request));
    }

    @PostMapping({TOKEN + "revoke", TOKEN + "return"})
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.REMOVE)
    ModelAndView end(OperatorVisit visit, @PathVariable String id, ActForm form, HttpServletRequest request) {
        return act(visit, id, slug(request), form);
    }

    @GetMapping("/console/{slug}/tokens/{id}/assign")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView askToAssign(
            OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String userName) {
        Token token = find(visit, id);
        NotAllowed why =
                TokenTable.of(TokenAct.ASSIGN, token) instanceof TokenTable.Verdict.Refused(NotAllowed no) ? no : null;
        return assignPage(visit, new AssignPage(token, userName, "", null, why), HttpStatus.OK);
    }

    @PostMapping("/console/{slug}/tokens/{id}/assign")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView assign(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String userName,
            @RequestParam(defaultValue = "") String proof,
            ActForm form) {
        Token token = find(visit, id);
        UserAccount user = users.find(visit.id(), userName.strip()).orElse(null);
        if (user == null || user.state() != UserAccount.State.ACTIVE) {
            return assignPage(
                    visit,
                    new AssignPage(token, userName, form.because(), "user", null),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
        requireNotAbove(visit, user);
        String passcode = ConsoleResynchroniseController.withoutGrouping(proof);
        ActOutcome outcome =
                life.assign(visit.id(), token.id(), user.id(), passcode.isEmpty() ? null : passcode, form.order(visit));
        return switch (outcome) {
            case ActOutcome.Done done ->
                ConsoleView.onTo(
                        visit,
                        "/tokens/" + token.id() + "?done="
                                + (token.standing().kind() == TokenKind.HARDWARE ? "handed" : "assigned"));
            case ActOutcome.Refused(Token same, NotAllowed why) ->
                assignPage(
                        visit,
                        new AssignPage(same, userName, form.because(), null, why),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case ActOutcome.NotProven none ->
                assignPage(
                        visit,
                        new AssignPage(token, userName, form.because(), "proof", null),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case ActOutcome.Overtaken(Token now) ->
                assignPage(
                        visit,
                        new AssignPage(now, userName, form.because(), "overtaken", null),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            case ActOutcome.UnknownUser none -> throw ConsoleIds.notFound();
            case ActOutcome.UnknownToken none -> throw ConsoleIds.notFound();
        };
    }

    /** Whoever has the token can sign in as its user. */
    private void requireNotAbove(OperatorVisit visit, UserAccount user) {
        if (!operators.above(visit.id(), visit.acting(), List.of(user.id())).isEmpty()) {
            throw new NotPermitted(visit.about(true), OperatorModule.TOKENS, OperatorAct.CHANGE);
        }
    }

    private ModelAndView ask(OperatorVisit visit, String id, String slug) {
        Token token = find(visit, id);
        return page(visit, token, plain(slug), "", false, HttpStatus.OK);
    }

    private ModelAndView act(OperatorVisit visit, String id, String slug, ActForm form) {
        Token token = find(visit, id);
        TokenAct act = plain(slug);
        return switch (life.act(visit.id(), token.id(), act, form.order(visit))) {
            case ActOutcome.Done done -> ConsoleView.onTo(visit, "/tokens/" + token.id() + "?done=" + slug);
            case ActOutcome.Refused(Token same, NotAllowed why) ->
                page(visit, same, act, form.because(), false, HttpStatus.UNPROCESSABLE_CONTENT);
            case ActOutcome.Overtaken(Token now) ->
                page(visit, now, act, form.because(), true, HttpStatus.UNPROCESSABLE_CONTENT);
            case ActOutcome.NotProven none -> throw new IllegalStateException("no proof was asked for");
            case ActOutcome.UnknownUser none -> throw ConsoleIds.notFound();
            case ActOutcome.UnknownToken none -> throw ConsoleIds.notFound();
        };
    }

    private ModelAndView page(
            OperatorVisit visit, Token token, TokenAct act, String because, boolean overtaken, HttpStatus status) {
        UserAccount user =
                token.owner().flatMap(owner -> users.find(visit.id(), owner)).orElse(null);
        NotAllowed why =
                TokenTable.of(act, token) instanceof TokenTable.Verdict.Refused(NotAllowed refused) ? refused : null;
        return ConsoleView.page(
                "token-act",
                visit,
                new ActPage(
                        token,
                        user,
                        act,
                        effects(act, token.standing().kind()),
                        others(visit, token, act),
                        because,
                        why,
                        overtaken),
                status);
    }

    private static ModelAndView assignPage(OperatorVisit visit, AssignPage page, HttpStatus status) {
        return ConsoleView.page("token-assign", visit, page, status);
    }

    /** Returns how many other tokens its user has in use, where the act takes this one out of use. */
    private @Nullable Integer others(OperatorVisit visit, Token token, TokenAct act) {
        boolean isTaken = token.state() == TokenState.ACTIVE
                && TokenTable.of(act, token) instanceof TokenTable.Verdict.Allowed(TokenState to)
                && to != TokenState.ACTIVE;
        return token.owner()
                .filter(user -> isTaken)
                .map(user -> register.countInUse(visit.id(), List.of(user)).getOrDefault(user, 1) - 1)
                .orElse(null);
    }

    /** Hardware keeps its seed, so some acts mean something else to it. */
    private List<String> effects(TokenAct act, TokenKind kind) {
        Set<String> known = texts.keys();
        String own = "tokens.act." + act + "." + (kind == TokenKind.HARDWARE ? "hardware" : "software") + ".effect.";
        String all = "tokens.act." + act + ".effect.";
        String prefix = known.contains(own + 1) ? own : all;
        return IntStream.rangeClosed(1, MOST_EFFECTS)
                .mapToObj(number -> prefix + number)
                .filter(known::contains)
                .toList();
    }

    private Token find(OperatorVisit visit, String id) {
        return tokens.find(visit.id(), ConsoleIds.token(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** Returns the act that the address ends with. */
    private static String slug(HttpServletRequest request) {
        String address = request.getRequestURI();
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static TokenAct plain(String slug) {
        return TokenAct.plain(slug).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the forms of acts send beside their own fields.
     *
     * @param because why, in the operator's words
     * @param seen the number of acts on the token when the page was shown
     */
    public record ActForm(
            @Nullable String because, @Nullable String seen) {
        public ActForm {
            because = because == null ? "" : because.strip();
            because = because.substring(0, Math.min(because.length(), ActOrder.LONGEST));
        }

        @Override
        public String because() {
            return Optional.ofNullable(because).orElse("");
        }

        ActOrder order(OperatorVisit visit) {
            Integer known = seen != null && seen.matches("[0-9]{1,9}") ? Integer.valueOf(seen) : null;
            return new ActOrder(visit.actor(), because().isEmpty() ? null : because(), known);
        }
    }

    /**
     * What the page of an act shows.
     *
     * @param user whose token it is, or none
     * @param effects keys of the texts that say what the act does
     * @param others how many other tokens in use its user has, where the act takes this one out of use
     * @param because the reason typed before
     * @param why why the act is not allowed, or none
     * @param overtaken whether something else happened since the operator looked
     */
    public record ActPage(
            Token token,
            @Nullable UserAccount user,
            TokenAct act,
            List<String> effects,
            @Nullable Integer others,
            String because,
            @Nullable NotAllowed why,
            boolean overtaken) {
        /** Returns what the act is called in addresses. */
        public String slug() {
            return act.name().toLowerCase(Locale.ROOT);
        }

        /** Says whether the act ends something that cannot be had back. */
        public boolean isDanger() {
            return switch (act) {
                case REVOKE, RETURN, LOSE, FAIL -> true;
                case ASSIGN, PROVISION, ENROLL, LOCK, SUSPEND, RESUME, UNLOCK, RESYNCHRONISE, FIND -> false;
            };
        }

        /** Returns whose token it is, for sentences. */
        public String who() {
            return user == null ? token.serial() : user.displayName();
        }
    }
}

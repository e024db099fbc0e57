package org.countersign.server.web.console.tokens;

import java.time.Instant;
import org.countersign.server.tokens.Resynchronisation;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page to resynchronise a token by two passcodes that its user reads out. */
@Controller
public final class ConsoleResynchroniseController {
    private static final int LONGEST = 64;

    private final Tokens tokens;
    private final Resynchronisation resynchronisation;

    ConsoleResynchroniseController(Tokens tokens, Resynchronisation resynchronisation) {
        this.tokens = tokens;
        this.resynchronisation = resynchronisation;
    }

    @GetMapping("/console/{slug}/tokens/{id}/resynchronise")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        return isPossible(token)
                ? ConsoleView.page("token-resynchronise", visit, new ResynchronisePage(token, null, null))
                : ConsoleView.onTo(visit, "/tokens/" + token.id());
    }

    @PostMapping("/console/{slug}/tokens/{id}/resynchronise")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView resynchronise(
            OperatorVisit visit,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second) {
        Token token = find(visit, id);
        return switch (resynchronisation.resynchronise(
                visit.id(), token.id(), withoutGrouping(first), withoutGrouping(second), visit.actor())) {
            case Resynchronisation.Outcome.Done done ->
                ConsoleView.onTo(visit, "/tokens/" + token.id() + "?done=resynchronised");
            case Resynchronisation.Outcome.Refused refused -> again(visit, token, "refused", null);
            case Resynchronisation.Outcome.Paused(Instant until) ->
                again(visit, token, "paused", until.equals(Instant.MAX) ? null : until);
            case Resynchronisation.Outcome.NotPossible none -> ConsoleView.onTo(visit, "/tokens/" + token.id());
        };
    }

    /** Says whether a token has a counter or a clock to lose step with. */
    static boolean isPossible(Token token) {
        return token.state() == TokenState.ACTIVE && token.showsPasscodes();
    }

    private static ModelAndView again(OperatorVisit visit, Token token, String wrong, @Nullable Instant until) {
        return ConsoleView.page(
                "token-resynchronise",
                visit,
                new ResynchronisePage(token, wrong, until),
                HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private Token find(OperatorVisit visit, String id) {
        return tokens.find(visit.id(), ConsoleIds.token(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** People type the gap that the app shows in the middle of a passcode. Nothing else is forgiven. */
    static String withoutGrouping(String typed) {
        return typed.length() > LONGEST ? "" : typed.replaceAll("[ \\t\\u00a0\\u202f]", "");
    }

    /**
     * What the form shows.
     *
     * @param wrong what came of the try before: {@code refused} or {@code paused}, or none
     * @param until when the pause ends, or none: not paused, or until an operator unlocks it
     */
    public record ResynchronisePage(
            Token token, @Nullable String wrong, @Nullable Instant until) {}
}

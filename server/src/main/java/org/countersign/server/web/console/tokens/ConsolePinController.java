package org.countersign.server.web.console.tokens;

import org.countersign.otp.PinFault;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's page to set a server PIN for somebody who forgot theirs. They change it at the next sign-in. */
@Controller
public final class ConsolePinController {
    private static final int LONGEST = 256;

    private final Tokens tokens;
    private final Users users;
    private final ServerPins pins;
    private final Randomness randomness;

    ConsolePinController(Tokens tokens, Users users, ServerPins pins, Randomness randomness) {
        this.tokens = tokens;
        this.users = users;
        this.pins = pins;
        this.randomness = randomness;
    }

    @GetMapping("/console/{slug}/tokens/{id}/pin")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView ask(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        return ServerPins.isResettable(token)
                ? ConsoleView.page("token-pin", visit, page(visit, token, null))
                : ConsoleView.onTo(visit, "/tokens/" + token.id());
    }

    @PostMapping("/console/{slug}/tokens/{id}/pin")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView set(OperatorVisit visit, @PathVariable String id, @RequestParam(defaultValue = "") String pin) {
        Token token = find(visit, id);
        if (!ServerPins.isResettable(token)) {
            return ConsoleView.onTo(visit, "/tokens/" + token.id());
        }
        String typed = pin.length() > LONGEST ? pin.substring(0, LONGEST) : pin;
        return pins.reset(token, typed, visit.actor())
                .map(fault -> ConsoleView.page(
                        "token-pin", visit, page(visit, token, fault), HttpStatus.UNPROCESSABLE_CONTENT))
                .orElseGet(() -> ConsoleView.onTo(visit, "/tokens/" + token.id() + "?done=pin"));
    }

    /** Makes a PIN and shows it in the answer, which is the only place where it ever stands. */
    @PostMapping("/console/{slug}/tokens/{id}/pin/random")
    @Needs(value = OperatorModule.TOKENS, act = OperatorAct.CHANGE)
    ModelAndView setRandom(OperatorVisit visit, @PathVariable String id) {
        Token token = find(visit, id);
        if (!ServerPins.isResettable(token)) {
            return ConsoleView.onTo(visit, "/tokens/" + token.id());
        }
        String pin = ServerPins.random(token, randomness);
        pins.reset(token, pin, visit.actor()).ifPresent(fault -> {
            throw new IllegalStateException("the rule refuses the PIN made for it: " + fault);
        });
        return ConsoleView.page("token-pin-made", visit, new MadePage(token, who(visit, token), pin));
    }

    private PinPage page(OperatorVisit visit, Token token, @Nullable PinFault fault) {
        return new PinPage(token, who(visit, token), fault);
    }

    private String who(OperatorVisit visit, Token token) {
        return token.owner()
                .flatMap(owner -> users.find(visit.id(), owner))
                .map(UserAccount::displayName)
                .orElse(token.serial());
    }

    private Token find(OperatorVisit visit, String id) {
        return tokens.find(visit.id(), ConsoleIds.token(id)).orElseThrow(ConsoleIds::notFound);
    }

    /**
     * What the form shows.
     *
     * @param who whose token it is
     * @param fault why the PIN that was typed is not taken, or none
     */
    public record PinPage(Token token, String who, @Nullable PinFault fault) {}

    /** What is shown once: a PIN that the server made. */
    public static final class MadePage {
        private final Token token;
        private final String who;
        private final String pin;

        private MadePage(Token token, String who, String pin) {
            this.token = token;
            this.who = who;
            this.pin = pin;
        }

        /** Returns the token that has it now. */
        public Token token() {
            return token;
        }

        /** Returns whose it is. */
        public String who() {
            return who;
        }

        /** Returns the PIN, to be shown on this one page. */
        public String exposedPin() {
            return pin;
        }
    }
}

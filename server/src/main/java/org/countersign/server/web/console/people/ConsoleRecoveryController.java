package org.countersign.server.web.console.people;

import org.countersign.server.recovery.Recovery;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.web.console.ConsoleIds;
import org.countersign.server.web.console.ConsoleView;
import org.countersign.server.web.console.Needs;
import org.countersign.server.web.console.OperatorVisit;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Withdraws what lets somebody in without a token. */
@Controller
public final class ConsoleRecoveryController {
    private final Users users;
    private final Recovery recovery;

    ConsoleRecoveryController(Users users, Recovery recovery) {
        this.users = users;
        this.recovery = recovery;
    }

    @GetMapping("/console/{slug}/users/{id}/recovery")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView askToWithdraw(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        Recovery.Held held = recovery.held(visit.id(), user.id());
        return held.isAny()
                ? ConsoleView.page("user-recovery", visit, new Page(user, held))
                : ConsoleView.onTo(visit, "/users/" + user.id());
    }

    @PostMapping("/console/{slug}/users/{id}/recovery")
    @Needs(value = OperatorModule.USERS, act = OperatorAct.CHANGE)
    ModelAndView withdraw(OperatorVisit visit, @PathVariable String id) {
        UserAccount user = find(visit, id);
        recovery.withdraw(visit.id(), user.id(), visit.actor());
        return ConsoleView.onTo(visit, "/users/" + user.id() + "?done=recovery");
    }

    private UserAccount find(OperatorVisit visit, String id) {
        return users.find(visit.id(), ConsoleIds.user(id)).orElseThrow(ConsoleIds::notFound);
    }

    /** Whose, and what. */
    public record Page(UserAccount user, Recovery.Held held) {}
}

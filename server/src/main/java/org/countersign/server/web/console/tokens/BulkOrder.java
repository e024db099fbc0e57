package org.countersign.server.web.console.tokens;

import java.util.List;
import java.util.Optional;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.web.console.people.PeopleSearch;
import org.countersign.server.web.console.tokens.ConsoleTokensController.TokenSearch;

/**
 * What an operator wants done, to whom.
 *
 * @param what what is chosen
 * @param act the act's name in addresses
 * @param all whether to all that match the search, or to those with these ids
 * @param tokens which tokens are looked for
 * @param people which users are looked for
 */
public record BulkOrder(What what, String act, boolean all, List<String> ids, TokenSearch tokens, PeopleSearch people) {
    /** Gives users a provisioning task of their own, which is more than a job. */
    static final String PROVISION = "provision";

    public BulkOrder {
        ids = List.copyOf(ids);
    }

    /** What is chosen from which list, and what is done to. */
    public enum What {
        TOKENS("tokens"),
        /** Users, and what they have. */
        USERS("users"),
        /** Users themselves. */
        PEOPLE("people");

        private final String slug;

        What(String slug) {
            this.slug = slug;
        }

        /** Returns it as addresses name it. */
        public String slug() {
            return slug;
        }
    }

    /** Returns the list that the choice was made in. */
    public String list() {
        return isOfTokens() ? "tokens" : "users";
    }

    boolean isOfTokens() {
        return what == What.TOKENS;
    }

    /** Returns the act, unless it is a task of its own or nothing that can be done to what is chosen. */
    Optional<BulkAct> job() {
        return BulkAct.of(act).filter(known -> known.isOnPeople() == (what == What.PEOPLE));
    }

    boolean isProvision() {
        return act.equals(PROVISION) && what != What.PEOPLE;
    }

    boolean isKnown() {
        return isProvision() || job().isPresent();
    }

    OperatorModule module() {
        return what == What.PEOPLE ? OperatorModule.USERS : OperatorModule.TOKENS;
    }

    /** Returns what must be allowed to do it. */
    OperatorAct need() {
        return job().map(BulkAct::need).orElse(OperatorAct.CHANGE);
    }
}

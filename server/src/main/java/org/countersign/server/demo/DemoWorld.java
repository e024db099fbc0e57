package org.countersign.server.demo;

import java.util.Locale;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorRules;
import org.countersign.server.users.Operators;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/**
 * The made-up organisation of the demo and its people. They are made once; the operator gets a new password at every
 * start, because nobody may have kept the one before.
 */
@OnlyInDemo
@Component
class DemoWorld {
    static final String SLUG = "acme";
    static final String OPERATOR = "operator";
    static final String USER = "alice";

    /** Known to everybody who sees the start page: the demo runs on this machine only. */
    static final String USER_PASSWORD = "walk-in-the-park";

    private static final Actor SERVER = new Actor.Server();
    private static final int INVENTORY = 50;
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 4;

    private final VirtualServers virtualServers;
    private final Users users;
    private final Operators operators;
    private final OperatorRules rules;
    private final Tokens tokens;
    private final Randomness randomness;

    DemoWorld(
            VirtualServers virtualServers,
            Users users,
            Operators operators,
            OperatorRules rules,
            Tokens tokens,
            Randomness randomness) {
        this.virtualServers = virtualServers;
        this.users = users;
        this.operators = operators;
        this.rules = rules;
        this.tokens = tokens;
        this.randomness = randomness;
    }

    /** Returns the demo's virtual server, once it is made. */
    Optional<VirtualServer> virtualServer() {
        return virtualServers.find(SLUG);
    }

    /** Returns the demo's user, once she is made. */
    Optional<UserAccount> user() {
        return virtualServer().flatMap(acme -> users.find(acme.id(), USER));
    }

    /** Makes what is missing of the demo. */
    VirtualServer prepare() {
        VirtualServer acme = virtualServer().orElseGet(() -> {
            VirtualServer made = virtualServers.create(SLUG, "Acme", new Actor.Server());
            tokens.allocate(made.id(), INVENTORY, SERVER);
            return made;
        });
        if (users.find(acme.id(), USER).isEmpty()) {
            users.create(acme.id(), USER, "Alice Archer", "alice@acme.example", USER_PASSWORD, SERVER);
        }
        return acme;
    }

    /** Makes the provider's virtual server, if it is missing. */
    VirtualServer provider() {
        return virtualServers.find(VirtualServers.PROVIDER_SLUG).orElseGet(() -> {
            VirtualServer made = virtualServers.createProvider("Provider");
            tokens.allocate(made.id(), INVENTORY, SERVER);
            return made;
        });
    }

    /** Gives the demo's operator a new password and returns it; it is nowhere else. */
    String newOperatorPassword(VirtualServer acme) {
        String password = password();
        Optional<Operator> known = operators.of(acme.id()).stream()
                .filter(operator -> operator.userName().toLowerCase(Locale.ROOT).equals(OPERATOR))
                .findFirst();
        if (known.isPresent()) {
            operators.changePassword(known.get(), password);
        } else {
            operators.create(acme.id(), OPERATOR, "operator@acme.example", password, SERVER);
            // So that the walk begins with a password; the console says what that means and leads to the rule.
            rules.requireSecondFactor(acme.id(), false, SERVER);
        }
        return password;
    }

    private String password() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(randomness.below(LETTERS.length())));
        }
        return text.toString();
    }
}

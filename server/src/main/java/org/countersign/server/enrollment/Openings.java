package org.countersign.server.enrollment;

import java.util.Optional;
import java.util.regex.Pattern;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.notification.Mail;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operators;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes virtual servers, each with the first of its operators and the tokens that its operators need to sign in. */
@Component
public final class Openings {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 24;
    private static final int GROUP = 4;
    private static final int LONGEST_NAME = 128;
    private static final int FIRST_TOKENS = 10;

    private final VirtualServers virtualServers;
    private final People people;
    private final Tokens tokens;
    private final Randomness randomness;
    private final TransactionOperations transactions;

    Openings(
            VirtualServers virtualServers,
            People people,
            Tokens tokens,
            Randomness randomness,
            TransactionOperations transactions) {
        this.virtualServers = virtualServers;
        this.people = people;
        this.tokens = tokens;
        this.randomness = randomness;
        this.transactions = transactions;
    }

    /** How the first operator comes in. */
    @Component("openingPeople")
    record People(Operators operators, Users users, PasswordLinks links) {}

    /**
     * A virtual server to make.
     *
     * @param slug its name in addresses
     * @param name its name for people
     * @param operator user name of the first operator
     * @param mail where their link goes
     */
    public record Order(String slug, String name, String operator, String mail) {}

    /** What came of it. */
    public sealed interface Outcome {
        /** It is there, and its operator has been mailed a link to choose a password. */
        record Opened(VirtualServer virtualServer) implements Outcome {}

        /** It is there; its operator signs in with this password, which is shown once and kept nowhere. */
        final class OpenedWithPassword implements Outcome {
            private final VirtualServer virtualServer;
            private final String password;

            private OpenedWithPassword(VirtualServer virtualServer, String password) {
                this.virtualServer = virtualServer;
                this.password = password;
            }

            /** Returns the virtual server. */
            public VirtualServer virtualServer() {
                return virtualServer;
            }

            /** Returns the password, to be shown once. */
            public String exposedPassword() {
                return password;
            }
        }

        /** This entry cannot be taken. Nothing was made. */
        record Unacceptable(Entry entry) implements Outcome {}
    }

    /** What can be wrong. */
    public enum Entry {
        SLUG,
        SLUG_TAKEN,
        NAME,
        OPERATOR,
        MAIL
    }

    /** Makes a virtual server for an organisation. */
    public Outcome open(Order order, Actor actor) {
        return open(order, false, actor);
    }

    /** Makes the provider's own virtual server, of which there is one. */
    public Outcome openProvider(Order order, Actor actor) {
        return open(order, true, actor);
    }

    private Outcome open(Order order, boolean provider, Actor actor) {
        Optional<Entry> wrong = wrong(order, provider);
        if (wrong.isPresent()) {
            return new Outcome.Unacceptable(wrong.get());
        }
        String password = password();
        try {
            return transactions.execute(status -> {
                VirtualServer made = provider
                        ? virtualServers.createProvider(order.name().strip())
                        : virtualServers.create(order.slug(), order.name().strip(), actor);
                people.operators.create(
                        made.id(), order.operator().strip(), order.mail().strip(), password, actor);
                tokens.allocate(made.id(), FIRST_TOKENS, actor);
                boolean sent = !provider
                        && people.users
                                .find(made.id(), order.operator().strip())
                                .map(UserAccount::id)
                                .filter(user -> people.links.send(made.id(), user, actor) == PasswordLinks.Sent.SENT)
                                .isPresent();
                return sent ? new Outcome.Opened(made) : new Outcome.OpenedWithPassword(made, password);
            });
        } catch (DuplicateKeyException taken) {
            return new Outcome.Unacceptable(Entry.SLUG_TAKEN);
        }
    }

    private static Optional<Entry> wrong(Order order, boolean provider) {
        boolean reserved = order.slug().equals(VirtualServers.PROVIDER_SLUG) && !provider;
        if (!SLUG.matcher(order.slug()).matches() || reserved) {
            return Optional.of(reserved ? Entry.SLUG_TAKEN : Entry.SLUG);
        }
        if (!isName(order.name())) {
            return Optional.of(Entry.NAME);
        }
        if (!isName(order.operator())) {
            return Optional.of(Entry.OPERATOR);
        }
        return Mail.isAddress(order.mail().strip()) ? Optional.empty() : Optional.of(Entry.MAIL);
    }

    private static boolean isName(String name) {
        String text = name.strip();
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }

    private String password() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(randomness.below(LETTERS.length())));
        }
        return text.toString();
    }
}

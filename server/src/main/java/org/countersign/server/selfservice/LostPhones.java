package org.countersign.server.selfservice;

import java.util.function.BooleanSupplier;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.notification.Mail;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailValues;
import org.countersign.server.notification.Outbox;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.tokens.OwnTokens;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.Overseers;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Phones that people lose, and sometimes find. */
@Component
public final class LostPhones {
    private final Tokens tokens;
    private final OwnTokens own;
    private final People people;
    private final VirtualServers virtualServers;
    private final Outbox outbox;
    private final MailCodes.Ledger ledger;

    LostPhones(
            Tokens tokens,
            OwnTokens own,
            People people,
            VirtualServers virtualServers,
            Outbox outbox,
            MailCodes.Ledger ledger) {
        this.tokens = tokens;
        this.own = own;
        this.people = people;
        this.virtualServers = virtualServers;
        this.outbox = outbox;
        this.ledger = ledger;
    }

    /** Who is told. */
    @Component
    record People(Users users, Overseers overseers, TemporaryPasscodes passcodes) {}

    /**
     * Puts a token out of use at once, and tells its user and the operators who see them.
     *
     * @return false when it is none of this user's tokens in use
     */
    public boolean report(VirtualServerId virtualServer, UserId user, TokenId token, String ip) {
        return changed(
                () -> tell(virtualServer, user, token, ip, MailKind.TOKEN_LOST, MailKind.USER_LOST_TOKEN),
                () -> own.suspendLost(virtualServer, user, token, ip));
    }

    /**
     * Puts a token back to use that its user has found; a temporary passcode is not needed any more and ends. The caller has made sure that they proved themselves with another
     * factor.
     *
     * @return false when the user had not reported it lost, or somebody else has changed it since
     */
    public boolean found(VirtualServerId virtualServer, UserId user, TokenId token, String ip) {
        return changed(
                () -> {
                    tell(virtualServer, user, token, ip, MailKind.TOKEN_FOUND, MailKind.USER_FOUND_TOKEN);
                    people.passcodes.end(virtualServer, user, new Actor.User(user));
                },
                () -> own.resumeFound(virtualServer, user, token, ip));
    }

    private boolean changed(Runnable tell, BooleanSupplier change) {
        return Boolean.TRUE.equals(ledger.transactions().execute(status -> {
            boolean changed = change.getAsBoolean();
            if (changed) {
                tell.run();
            }
            return changed;
        }));
    }

    private String name(VirtualServerId virtualServer, TokenId token) {
        return tokens.find(virtualServer, token).map(LostPhones::name).orElse("");
    }

    private static String name(Token token) {
        return token.name() == null ? token.serial() : token.name() + " (" + token.serial() + ")";
    }

    private void tell(
            VirtualServerId virtualServer,
            UserId user,
            TokenId token,
            String ip,
            MailKind toUser,
            MailKind toOperators) {
        UserAccount account = people.users.find(virtualServer, user).orElseThrow();
        MailValues values = MailValues.to(
                        account.displayName(),
                        account.userName(),
                        virtualServers.get(virtualServer).name())
                .with("token", name(virtualServer, token))
                .with("ip", ip);
        mail(virtualServer, account.mail(), toUser, values);
        for (Operator operator : people.overseers.of(virtualServer, user)) {
            mail(virtualServer, operator.mail(), toOperators, values);
        }
    }

    private void mail(VirtualServerId virtualServer, @Nullable String address, MailKind kind, MailValues values) {
        if (address != null && Mail.isAddress(address)) {
            outbox.mail(virtualServer, Mail.of(address, kind, values));
        }
    }
}

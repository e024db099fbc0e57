package org.countersign.server.authentication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.countersign.server.kernel.PushRequestId;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.kernel.SignInId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.push.PushConsumption;
import org.countersign.server.push.PushOrder;
import org.countersign.server.push.PushProgress;
import org.countersign.server.push.PushRequests;
import org.countersign.server.push.PushStart;
import org.countersign.server.push.PushState;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.ServerPins;
import org.countersign.server.tokens.Token;
import org.countersign.server.users.PasswordCheck;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.Application;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sign-ins that take more than one step: password, then passcode or push. Each step names the sign-in that the step
 * before returned; the caller keeps it bound to the browser or client that began it.
 */
@Component
public final class SignIns {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** The first push request and at most two more (look: 'Send again' at most twice). */
    public static final int MOST_PUSHES = 3;

    private final Users users;
    private final Proofs proofs;
    private final SignInStore store;
    private final SignInRecord record;
    private final Clockwork clockwork;

    SignIns(Users users, Proofs proofs, SignInStore store, SignInRecord record, Clockwork clockwork) {
        this.users = users;
        this.proofs = proofs;
        this.store = store;
        this.record = record;
        this.clockwork = clockwork;
    }

    /** Time, ids and transactions of this module. */
    @Component
    record Clockwork(InstantSource time, Randomness randomness, TransactionOperations transactions) {}

    /** What a second factor is proven with. */
    @Component
    record Proofs(Passcodes passcodes, PushRequests pushes, ServerPins pins, Reactions reactions) {}

    /** Checks user name and password and, when they are right, opens a sign-in. Never call it inside a transaction. */
    public PasswordStep begin(
            Application application, String protocol, Visitor visitor, String userName, String password) {
        VirtualServerId virtualServer = application.virtualServer();
        return switch (users.checkPassword(virtualServer, userName, password)) {
            case PasswordCheck.Accepted<UserAccount>(UserAccount user)
            when proofs.reactions().isLocked(virtualServer, user.id(), visitor.ip()) -> {
                record.passwordRefused(application, visitor, userName, "source locked");
                yield new PasswordStep.Refused();
            }
            case PasswordCheck.Accepted<UserAccount>(UserAccount user) -> {
                SignIn signIn = signIn(application, protocol, visitor, user, null);
                clockwork.transactions().executeWithoutResult(status -> {
                    store.insert(signIn, clockwork.time().instant());
                    record.passwordAccepted(signIn);
                });
                yield new PasswordStep.SecondFactorNext(signIn);
            }
            case PasswordCheck.Refused<UserAccount> refused -> {
                record.passwordRefused(application, visitor, userName, "password");
                yield new PasswordStep.Refused();
            }
            case PasswordCheck.Paused<UserAccount>(Instant until) -> {
                record.passwordRefused(application, visitor, userName, "paused");
                yield new PasswordStep.Paused(until);
            }
        };
    }

    /** Opens a sign-in of somebody whom their session has proven already: only the second factor is asked for, afresh. */
    public SignIn again(Application application, String protocol, Visitor visitor, UserAccount user) {
        return unrecorded(application, protocol, visitor, user, null);
    }

    SignIn unrecorded(
            Application application, String protocol, Visitor visitor, UserAccount user, @Nullable TokenId onlyToken) {
        SignIn signIn = signIn(application, protocol, visitor, user, onlyToken);
        clockwork
                .transactions()
                .executeWithoutResult(
                        status -> store.insert(signIn, clockwork.time().instant()));
        return signIn;
    }

    /** Finds a sign-in that waits for its second factor or a new PIN; nothing when it is over, too old, or its user disabled. */
    public Optional<SignIn> find(VirtualServerId virtualServer, SignInId id) {
        return store.findOpen(virtualServer, id, clockwork.time().instant());
    }

    /** Says whether a report of the user's ended a sign-in that was open. */
    public boolean isReported(VirtualServerId virtualServer, SignInId id) {
        return store.isReported(virtualServer, id);
    }

    /** Checks a passcode as the second factor. */
    public SignInStep passcode(SignIn signIn, String passcode) {
        return clockwork.transactions().execute(status -> {
            CodeCheck check = proofs.passcodes().spend(signIn.virtualServer(), signIn.user(), passcode);
            return switch (check) {
                case CodeCheck.Accepted accepted -> succeed(signIn, "passcode", accepted);
                case CodeCheck.Paused(Instant until) -> {
                    record.refused(signIn, check);
                    yield new SignInStep.Paused(until);
                }
                case CodeCheck.Wrong wrong -> refuse(signIn, check);
                case CodeCheck.Replayed replayed -> refuse(signIn, check);
                case CodeCheck.WrongPin pin -> refuse(signIn, check);
                case CodeCheck.ChallengeOver over -> refuse(signIn, check);
                case CodeCheck.NoToken none -> refuse(signIn, check);
            };
        });
    }

    /** Asks the user on their phone, or joins the request that is already open for this sign-in. */
    public PushStart push(SignIn signIn) {
        if (signIn.isAtChoice() || signIn.pushes() >= MOST_PUSHES) {
            return new PushStart.Withheld();
        }
        PushStart start = proofs.pushes()
                .start(new PushOrder(
                        signIn.virtualServer(),
                        signIn.user(),
                        signIn.application().name(),
                        signIn.protocol(),
                        requester(signIn),
                        signIn.visitor(),
                        signIn.onlyToken()));
        if (start instanceof PushStart.Started(PushProgress progress)) {
            store.pushed(signIn.id(), progress.id(), !progress.id().equals(signIn.pushRequest()));
        }
        return start;
    }

    /** Gives up the sign-in's open push request, to send another or because a passcode has done. */
    public void withdraw(SignIn signIn) {
        if (signIn.pushRequest() != null) {
            proofs.pushes().withdraw(signIn.virtualServer(), signIn.pushRequest(), requester(signIn));
        }
    }

    /** Returns how the sign-in's push request stands, if it sent one. */
    public Optional<PushProgress> progress(SignIn signIn) {
        return signIn.pushRequest() == null
                ? Optional.empty()
                : proofs.pushes().progress(signIn.virtualServer(), signIn.pushRequest(), requester(signIn));
    }

    /** Waits, holding no thread, until the push request is no longer as {@code seen} or {@code patience} is over. */
    public CompletableFuture<Optional<PushProgress>> await(SignIn signIn, PushProgress seen, Duration patience) {
        return proofs.pushes().await(signIn.virtualServer(), seen.id(), requester(signIn), seen, patience);
    }

    /** Uses the approval of the sign-in's push request, once. */
    public SignInStep complete(SignIn signIn) {
        PushRequestId request = signIn.pushRequest();
        if (request == null) {
            return new SignInStep.Over();
        }
        return clockwork.transactions().execute(status -> switch (proofs.pushes()
                .consume(signIn.virtualServer(), request, requester(signIn))) {
            case PushConsumption.Consumed consumed ->
                succeed(signIn, "push", new CodeCheck.Accepted(consumed.token(), consumed.serial(), 0, false));
            case PushConsumption.Nothing(PushState state) -> {
                if (state == PushState.REPORTED) {
                    store.end(signIn.id(), false, clockwork.time().instant());
                }
                yield new SignInStep.PushNotApproved(state);
            }
        });
    }

    private SignIn signIn(
            Application application, String protocol, Visitor visitor, UserAccount user, @Nullable TokenId onlyToken) {
        return new SignIn(
                new SignInId(clockwork.randomness().newUnguessableId()),
                application.virtualServer(),
                application,
                user.id(),
                user.userName(),
                protocol,
                visitor,
                null,
                0,
                onlyToken,
                null,
                null,
                clockwork.time().instant().plus(LIFETIME));
    }

    /**
     * Ends a sign-in well, unless its PIN was set by an operator or is too old: then it waits until its user has chosen another one. Called
     * in the transaction that spent what proved it.
     */
    SignInStep succeed(SignIn signIn, String factor, CodeCheck.Accepted accepted) {
        Instant now = clockwork.time().instant();
        if (signIn.onlyToken() != null && !signIn.onlyToken().equals(accepted.token())) {
            return refuse(signIn, new CodeCheck.Wrong());
        }
        if (isPasswordDue(signIn)) {
            return awaitPassword(signIn, factor, now);
        }
        Optional<Integer> due = proofs.pins().due(accepted.token());
        if (due.isEmpty()) {
            return store.end(signIn.id(), true, now)
                    ? signedIn(signIn, factor, accepted.token(), accepted.serial())
                    : new SignInStep.Over();
        }
        if (!store.awaitPin(signIn.id(), new PinDue(accepted.token(), due.get(), factor), now)) {
            return new SignInStep.Over();
        }
        record.acceptedUntilPin(signIn, factor, accepted);
        return new SignInStep.PinToChoose();
    }

    /** Ends a sign-in well by what stands in for a token; called in the transaction that used it. */
    SignInStep succeedWithout(SignIn signIn, String factor) {
        Instant now = clockwork.time().instant();
        if (isPasswordDue(signIn)) {
            return awaitPassword(signIn, factor, now);
        }
        return store.end(signIn.id(), true, now) ? signedIn(signIn, factor) : new SignInStep.Over();
    }

    /** Ends a sign-in well that waited for a new password; called in the transaction that sets it. */
    SignInStep succeedWithPassword(SignIn signIn, String factor) {
        return store.endWithPassword(signIn.id(), clockwork.time().instant())
                ? signedIn(signIn, factor)
                : new SignInStep.Over();
    }

    /** The console has no page to choose one: its operators choose theirs where they sign in as users. */
    private boolean isPasswordDue(SignIn signIn) {
        return !signIn.protocol().equals("console")
                && proofs.reactions().isPasswordDue(signIn.virtualServer(), signIn.user());
    }

    private SignInStep awaitPassword(SignIn signIn, String factor, Instant now) {
        if (!store.awaitPassword(signIn.id(), factor, now)) {
            return new SignInStep.Over();
        }
        record.acceptedUntilPassword(signIn, factor);
        return new SignInStep.PasswordToChoose();
    }

    private SignInStep signedIn(SignIn signIn, String factor) {
        UserAccount user = users.find(signIn.virtualServer(), signIn.user()).orElse(null);
        if (user == null || user.state() != UserAccount.State.ACTIVE) {
            return new SignInStep.Over();
        }
        record.succeeded(signIn, factor);
        return new SignInStep.SignedIn(user, factor);
    }

    /** Ends a sign-in well that waited for a new PIN; called in the transaction that sets it. */
    SignInStep succeedWithPin(SignIn signIn, PinDue due, Token token) {
        return store.endWithPin(signIn.id(), clockwork.time().instant())
                ? signedIn(signIn, due.factor(), token.id(), token.serial())
                : new SignInStep.Over();
    }

    private SignInStep signedIn(SignIn signIn, String factor, TokenId token, String serial) {
        UserAccount user = users.find(signIn.virtualServer(), signIn.user()).orElse(null);
        if (user == null || user.state() != UserAccount.State.ACTIVE) {
            return new SignInStep.Over();
        }
        record.succeeded(signIn, factor, token, serial);
        return new SignInStep.SignedIn(user, factor);
    }

    SignInStep refuse(SignIn signIn, CodeCheck check) {
        record.refused(signIn, check);
        return new SignInStep.PasscodeRefused();
    }

    static String requester(SignIn signIn) {
        return "sign-in:" + signIn.id();
    }
}

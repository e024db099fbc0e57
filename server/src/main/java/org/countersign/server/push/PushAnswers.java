package org.countersign.server.push;

import java.time.InstantSource;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.kernel.CompactJws;
import org.countersign.server.policy.PinKind;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Reported;
import org.countersign.server.tokens.CodeCheck;
import org.countersign.server.tokens.DeviceMessage;
import org.countersign.server.tokens.DeviceMessages;
import org.countersign.server.tokens.Passcodes;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes the answers that devices sign, each request's once. Checks in the order of docs/formats/push-messages.md; every
 * refusal is on record with its exact reason.
 */
@Component
public final class PushAnswers {
    private static final String TYPE = "countersign-answer+jwt";

    private final DeviceMessages messages;
    private final Tokens tokens;
    private final Passcodes passcodes;
    private final Deciding deciding;
    private final Audit audit;
    private final InstantSource time;
    private final TransactionOperations transactions;

    PushAnswers(
            DeviceMessages messages,
            Tokens tokens,
            Passcodes passcodes,
            Deciding deciding,
            Audit audit,
            InstantSource time,
            TransactionOperations transactions) {
        this.messages = messages;
        this.tokens = tokens;
        this.passcodes = passcodes;
        this.deciding = deciding;
        this.audit = audit;
        this.time = time;
        this.transactions = transactions;
    }

    /** What an answer is held against, and what it sets off. */
    @Component
    record Deciding(PushStore store, PushBook book, PushNumbers numbers, Reactions reactions, Users users) {}

    /**
     * Takes an answer, or says why not. Never call it inside a transaction: a refusal must be on record too.
     *
     * @param jws as it came from outside
     * @param pin the server PIN that came beside it, or none
     * @param ip address it came from
     */
    public PushAnswerOutcome answer(String jws, @Nullable String pin, String ip) {
        return switch (messages.read(jws, TYPE)) {
            case DeviceMessage.Genuine(var device, Token token, CompactJws message) ->
                transactions.execute(status -> decide(token, message, pin, ip));
            case DeviceMessage.Malformed malformed -> unread(jws, ip, "malformed", new PushAnswerOutcome.Malformed());
            case DeviceMessage.ClockSkew skew -> unread(jws, ip, "clock skew", new PushAnswerOutcome.ClockSkew());
            case DeviceMessage.NotSigned not ->
                unread(jws, ip, "not signed by the device", new PushAnswerOutcome.SignatureInvalid());
        };
    }

    private PushAnswerOutcome decide(Token token, CompactJws message, @Nullable String pin, String ip) {
        PushAnswer answer = PushAnswer.read(message).orElse(null);
        if (answer == null) {
            return refuse(token, ip, "malformed", new PushAnswerOutcome.Malformed());
        }
        if (token.state() != TokenState.ACTIVE) {
            return refuse(token, ip, "token " + token.state(), new PushAnswerOutcome.TokenInactive());
        }
        // Whoever has the row decides alone: an answer sent twice at once spends one passcode and fails none.
        StoredPush request = deciding.store.lock(token.id(), answer.request()).orElse(null);
        if (request == null) {
            return refuse(token, ip, "no such request of this token", new PushAnswerOutcome.RequestUnknown());
        }
        if (!answer.isAbout(request)) {
            return refuse(request, ip, "not about the request as sent", new PushAnswerOutcome.Malformed());
        }
        if (request.isOverdueAt(time.instant())) {
            deciding.book.expire(request);
            return refuse(request, ip, "expired", new PushAnswerOutcome.RequestExpired());
        }
        return switch (request.state()) {
            case PENDING ->
                answer.reason()
                        .map(reason -> deny(request, reason, ip))
                        .orElseGet(() -> approve(token, request, answer, pin, ip));
            case APPROVED, CONSUMED, DENIED, REPORTED ->
                refuse(request, ip, "answered before", new PushAnswerOutcome.RequestAnswered());
            case EXPIRED -> refuse(request, ip, "expired", new PushAnswerOutcome.RequestExpired());
            case SUPERSEDED -> refuse(request, ip, "superseded", new PushAnswerOutcome.RequestSuperseded());
        };
    }

    private PushAnswerOutcome deny(StoredPush request, String reason, String ip) {
        if (!reason.equals("not_me")) {
            return taken(request, PushState.DENIED, reason, ip);
        }
        PushAnswerOutcome outcome = taken(request, PushState.REPORTED, reason, ip);
        if (outcome instanceof PushAnswerOutcome.Taken) {
            deciding.reactions.report(reported(request, ip));
        }
        return outcome;
    }

    /** Whoever started this sign-in knew the password, and the one device that can say so says it was not its user. */
    private static Reported reported(StoredPush request, String reporter) {
        String browser = request.context().get("browser");
        String os = request.context().get("os");
        String program = browser == null ? os : os == null ? browser : browser + " · " + os;
        return new Reported(
                request.virtualServer(),
                request.user(),
                "push:" + request.id(),
                request.context().get("application"),
                request.context().get("ip"),
                request.context().get("place"),
                program,
                request.serial(),
                request.createdAt(),
                reporter,
                true);
    }

    private PushAnswerOutcome approve(
            Token token, StoredPush request, PushAnswer answer, @Nullable String pin, String ip) {
        if (deciding.users
                .find(request.virtualServer(), request.user())
                .filter(UserAccount::isActive)
                .isEmpty()) {
            return refuse(request, ip, "user not active", new PushAnswerOutcome.TokenInactive());
        }
        if (token.pin().kind() == PinKind.SERVER && pin == null) {
            return refuse(request, ip, "no PIN", new PushAnswerOutcome.PinRequired());
        }
        if (!deciding.numbers.isRight(request.id(), request.numberDigits(), answer.number())) {
            deciding.book.answer(request, PushState.DENIED, "number", ip);
            return refuse(request, ip, "number", new PushAnswerOutcome.NumberWrong());
        }
        CodeCheck check = passcodes.spend(token, answer.passcode(), pin);
        return switch (check) {
            case CodeCheck.Accepted accepted -> taken(request, PushState.APPROVED, null, ip);
            case CodeCheck.WrongPin(int left) ->
                refuse(
                        request,
                        ip,
                        check.reason(),
                        left == 0 && token.pin().kind() == PinKind.TOKEN
                                ? new PushAnswerOutcome.TokenLocked()
                                : new PushAnswerOutcome.PinWrong(left));
            case CodeCheck.Wrong wrong -> refuse(request, ip, check.reason(), new PushAnswerOutcome.PasscodeRefused());
            case CodeCheck.Replayed spent ->
                refuse(request, ip, check.reason(), new PushAnswerOutcome.PasscodeRefused());
            case CodeCheck.Paused paused ->
                refuse(request, ip, check.reason(), new PushAnswerOutcome.PasscodeRefused());
            case CodeCheck.ChallengeOver over ->
                refuse(request, ip, check.reason(), new PushAnswerOutcome.PasscodeRefused());
            case CodeCheck.NoToken none -> refuse(request, ip, check.reason(), new PushAnswerOutcome.PasscodeRefused());
        };
    }

    private PushAnswerOutcome taken(StoredPush request, PushState state, @Nullable String reason, String ip) {
        return deciding.book.answer(request, state, reason, ip)
                ? new PushAnswerOutcome.Taken(request.id(), state)
                // Its time ran out since it was looked at; a passcode spent meanwhile stays spent.
                : refuse(request, ip, "expired", new PushAnswerOutcome.RequestExpired());
    }

    private PushAnswerOutcome refuse(StoredPush request, String ip, String reason, PushAnswerOutcome outcome) {
        audit.append(PushBook.event(request, AuditType.PUSH_ANSWER_REFUSED, new Actor.Device(request.token()))
                .from(ip)
                .with("reason", reason));
        return outcome;
    }

    private PushAnswerOutcome refuse(Token token, String ip, String reason, PushAnswerOutcome outcome) {
        audit.append(refusal(token, new Actor.Device(token.id()), ip, reason));
        return outcome;
    }

    /** Records an answer that nobody is known to have signed, where it names a token at all. */
    private PushAnswerOutcome unread(String jws, String ip, String reason, PushAnswerOutcome outcome) {
        CompactJws.read(jws)
                .flatMap(message -> message.text("iss"))
                .flatMap(tokens::find)
                .ifPresent(named -> transactions.executeWithoutResult(
                        status -> audit.append(refusal(named, new Actor.Unknown(), ip, reason))));
        return outcome;
    }

    private static AuditEvent refusal(Token token, Actor actor, String ip, String reason) {
        return AuditEvent.of(token.virtualServer(), AuditType.PUSH_ANSWER_REFUSED, actor)
                .about(token.user())
                .about(token.id())
                .from(ip)
                .with("serial", token.serial())
                .with("reason", reason);
    }
}

package org.countersign.device;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.DeviceMessages;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.PolicyString.Mode;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushRequest;
import org.countersign.device.wire.PushSubscription;
import org.countersign.otp.TotpParameters;

/**
 * A phone without a screen: enrolls, shows passcodes, and answers push requests.
 *
 * <p>Safe for many threads. Every method that talks to a server throws {@link IOException} when no answer came and
 * {@link ServerRefusal} when the server refuses.
 */
public final class Phone {
    private final Platform platform;
    private final Vault vault;
    private final Optional<Pin> pin;

    /** A phone on this platform; it reads its tokens from the platform's records. */
    public Phone(Platform platform) {
        this(platform, Optional.empty());
    }

    private Phone(Platform platform, Optional<Pin> pin) {
        this.platform = platform;
        this.vault = new Vault(platform.records());
        this.pin = pin;
    }

    /**
     * The same phone with the PIN that its user has just typed, for tokens that need one. A wrong token PIN gives wrong
     * passcodes; only the server can tell, see {@link #pins}.
     */
    public Phone with(Pin typed) {
        return new Phone(platform, Optional.of(typed));
    }

    /** Checks and changes the PINs of tokens. */
    public Pins pins() {
        return new Pins(platform, vault);
    }

    /**
     * Begins an enrollment, or goes on with the one that this string began before.
     *
     * @param text link or bare string, as pasted
     * @param appOrigin the server, for a bare string; a link that names another is refused
     * @throws ProtocolException {@code activation_malformed}, {@code activation_expired}, {@code activation_other_server},
     *     {@code server_not_genuine}, {@code policy_unsupported}, or what the server refuses with
     */
    public Enrollment enroll(String text, Optional<String> appOrigin) throws IOException {
        ActivationString activation = ActivationString.parse(text);
        appOrigin.ifPresent(activation::requireOrigin);
        String origin = activation
                .origin()
                .or(() -> appOrigin)
                .orElseThrow(() -> new ProtocolException(
                        ErrorCodes.ACTIVATION_MALFORMED,
                        "This string does not name its server. Paste the whole link, or name the server."));
        return Enrollment.begin(platform, vault, activation, origin);
    }

    /** All tokens, by name. */
    public List<TokenRecord> tokens() {
        return vault.tokens();
    }

    /**
     * The token of this serial, or of this id.
     *
     * @throws ProtocolException {@code token_unknown}
     */
    public TokenRecord token(String serialOrId) {
        return vault.token(serialOrId);
    }

    /**
     * The current passcode of a time-based token, or the next one of an event-based token, whose counter goes on.
     *
     * @throws ProtocolException {@code token_unknown}; {@code policy_unsupported} for a challenge-response token
     */
    public ShownPasscode passcode(String serialOrId) {
        TokenRecord token = vault.token(serialOrId);
        return switch (token.rules().mode()) {
            case HOTP -> new ShownPasscode.OfEvent(Passcodes.nextEventPasscode(unlocked(), vault, token));
            case TOTP -> {
                TotpParameters parameters = Passcodes.totp(token.rules());
                long step = parameters.stepAt(platform.clock().instant());
                yield new ShownPasscode.OfTime(
                        Passcodes.at(unlocked(), token, token.rules(), step),
                        parameters.startOf(step + 1),
                        Passcodes.isSpent(token.lastStep(), step));
            }
            case OCRA ->
                throw new ProtocolException(
                        ErrorCodes.POLICY_UNSUPPORTED,
                        "This token answers challenges. Give the challenge that you see with --challenge.");
        };
    }

    /**
     * The response of a challenge-response token.
     *
     * @param challenge as it is shown; gaps do not matter, nor whether letters are capitals
     * @throws ProtocolException {@code token_unknown}, {@code policy_unsupported} for another kind of token, or
     *     {@code challenge_malformed} for a challenge that its suite does not take
     */
    public String response(String serialOrId, String challenge) {
        TokenRecord token = vault.token(serialOrId);
        if (token.rules().mode() != Mode.OCRA) {
            throw new ProtocolException(ErrorCodes.POLICY_UNSUPPORTED, "This token does not answer challenges.");
        }
        return Challenges.answer(unlocked(), token, challenge);
    }

    /** The app origins of all active tokens, each once. */
    public List<String> origins() {
        return active(token -> true).stream()
                .map(TokenRecord::origin)
                .distinct()
                .collect(Collectors.toUnmodifiableList());
    }

    /** Asks one server for the open requests of all active tokens there. */
    public CheckReport check(String origin) throws IOException {
        return new OpenRequests(platform, vault, origin).check(signedChecks(origin));
    }

    /**
     * Follows one server's live stream, for up to 50 tokens, until it ends or {@code sink} returns false.
     *
     * <p>It blocks the thread. The caller connects again with fresh checks, after 1 to 30 seconds where it failed.
     *
     * @throws IOException when the line broke
     */
    public void follow(String origin, Predicate<LiveEvent> sink) throws IOException {
        new OpenRequests(platform, vault, origin).follow(signedChecks(origin), sink);
    }

    /** The body that {@link #follow} opens the stream with, signed now; for those who hold thousands of lines themselves. */
    public String streamBody(String origin) {
        return OpenRequests.streamBody(signedChecks(origin));
    }

    /** The request that web push delivered; throws like {@link PushRequest#verified}. */
    public PushRequest received(String origin, String serial, String jws) {
        return new OpenRequests(platform, vault, origin)
                .verified(serial, jws, platform.clock().instant());
    }

    /**
     * Approves: computes the passcode, spends it in storage, and sends it signed together with what was shown. The passcode
     * of this moment may have been typed somewhere a second ago, which the phone cannot know: when the server refuses it,
     * the next one goes out, once.
     *
     * @param number the digits as typed, where the request needs them
     * @param verified whether the app has verified its user for this very answer
     * @throws ProtocolException {@code number_required}, {@code verification_required}, {@code token_unknown}
     */
    public AnswerOutcome approve(PushRequest request, Optional<String> number, boolean verified) throws IOException {
        TokenRecord token = activeToken(request);
        Optional<String> digits = request.numberLength() == 0 ? Optional.empty() : number;
        if (request.numberLength() > 0
                && !digits.filter(typed -> isNumber(typed, request.numberLength()))
                        .isPresent()) {
            throw new ProtocolException(
                    ErrorCodes.NUMBER_REQUIRED,
                    "Type the " + request.numberLength() + " digits that the sign-in page shows.");
        }
        if (request.verificationNeeded() && !verified) {
            throw new ProtocolException(
                    ErrorCodes.VERIFICATION_REQUIRED, "This request needs an app that verifies its user.");
        }
        AnswerOutcome outcome = approveOnce(token, request, digits, verified);
        boolean spentElsewhere = outcome instanceof AnswerOutcome.Refused refused
                && refused.refusal().code().equals(ErrorCodes.PASSCODE_REFUSED);
        return spentElsewhere ? approveOnce(token, request, digits, verified) : outcome;
    }

    private AnswerOutcome approveOnce(TokenRecord token, PushRequest request, Optional<String> digits, boolean verified)
            throws IOException {
        Optional<String> passcode = Passcodes.forAnswer(unlocked(), vault, token);
        if (passcode.isEmpty()) {
            return new AnswerOutcome.MustWait(
                    Passcodes.nextFree(vault.token(token.id()), platform.clock().instant()));
        }
        return answer(token, messages(token).approval(platform.stamp(), request, digits, passcode.get(), verified));
    }

    /**
     * Denies.
     *
     * @param isAttack whether the user says 'It wasn't me!'
     */
    public AnswerOutcome deny(PushRequest request, boolean isAttack) throws IOException {
        TokenRecord token = activeToken(request);
        return answer(token, messages(token).denial(platform.stamp(), request, isAttack ? "not_me" : "cancelled"));
    }

    private AnswerOutcome answer(TokenRecord token, String jws) throws IOException {
        JsonObject body = new JsonObject();
        body.addProperty("answer", jws);
        pin.filter(given -> token.rules().pin().kind() == PinKind.SERVER)
                .ifPresent(given -> body.addProperty("pin", given.exposed()));
        try {
            return new AnswerOutcome.Taken(
                    api(token.origin()).post("answer", body).string("state", 32));
        } catch (ServerRefusal e) {
            return new AnswerOutcome.Refused(e);
        }
    }

    /**
     * Tells the server that a request arrived by web push, or was shown.
     *
     * @param isOpened true: shown to a person; false: delivered
     */
    public void acknowledge(PushRequest request, boolean isOpened) throws IOException {
        TokenRecord token = activeToken(request);
        JsonObject body = new JsonObject();
        body.addProperty(
                "receipt", messages(token).receipt(platform.stamp(), request.id(), isOpened ? "opened" : "delivered"));
        api(token.origin()).post("receipt", body);
    }

    /**
     * Changes the Autosend switch, the web push subscription and, where given, the name; the server first, then here.
     *
     * @return the token as it is now
     */
    public TokenRecord settings(
            String serialOrId, Optional<String> name, boolean pushEnabled, Optional<PushSubscription> push)
            throws IOException {
        TokenRecord token = vault.token(serialOrId);
        JsonObject body = new JsonObject();
        body.addProperty("settings", messages(token).settings(platform.stamp(), name, pushEnabled, push));
        boolean enabled = api(token.origin()).post("settings", body).bool("pushEnabled");
        return vault.update(token.id(), now -> now.withSettings(name.orElse(now.name()), enabled));
    }

    /** Removes a token and its key from this device; the server learns nothing of it. */
    public void remove(String serialOrId) {
        TokenRecord token = vault.token(serialOrId);
        vault.remove(token.id());
        platform.keys().delete(token.id());
    }

    private Unlocked unlocked() {
        return new Unlocked(platform, pin);
    }

    private TokenRecord activeToken(PushRequest request) {
        return vault.token(request.origin(), request.serial())
                .filter(token -> token.state() == TokenRecord.State.ACTIVE)
                .orElseThrow(OpenRequests::unknownToken);
    }

    private List<String> signedChecks(String origin) {
        return active(token -> token.origin().equals(origin)).stream()
                .map(token -> messages(token).check(platform.stamp()))
                .collect(Collectors.toUnmodifiableList());
    }

    private List<TokenRecord> active(Predicate<TokenRecord> filter) {
        return vault.tokens().stream()
                .filter(token -> token.state() == TokenRecord.State.ACTIVE)
                .filter(filter)
                .collect(Collectors.toUnmodifiableList());
    }

    private DeviceMessages messages(TokenRecord token) {
        return new DeviceMessages(
                token.serial(), token.origin(), platform.keys().provide(token.id()));
    }

    private DeviceApi api(String origin) {
        return new DeviceApi(platform.transport(), origin);
    }

    private static boolean isNumber(String typed, int length) {
        return typed.length() == length && typed.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

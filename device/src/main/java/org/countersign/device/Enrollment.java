package org.countersign.device;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.DeviceMessages;
import org.countersign.device.wire.EnrollmentMessages;
import org.countersign.device.wire.EnrollmentOffer;
import org.countersign.device.wire.EnrollmentSecrets;
import org.countersign.device.wire.ErrorCodes;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.P256;
import org.countersign.device.wire.PolicyString;
import org.countersign.device.wire.PolicyString.PinKind;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushSubscription;
import org.countersign.device.wire.TokenStatement;
import org.jspecify.annotations.Nullable;

/**
 * One enrollment as the device sees it: {@code begin}, {@code finish}, {@code activate}.
 *
 * <p>Every step may be repeated after an {@link IOException}; after a crash, enrolling with the same activation string
 * goes on where it stopped. One thread at a time. The page is {@code docs/formats/enrollment.md}.
 */
public final class Enrollment {
    private static final String ACTIVATION = "activation";
    private static final String ORIGIN = "origin";
    private static final String KEY = "key";
    private static final String BEGIN = "begin";
    private static final String EPHEMERAL = "ephemeral";
    private static final String OFFER = "offer";
    private static final String NAME = "name";
    private static final String PUSH_ENABLED = "pushEnabled";
    private static final String FINISH = "finish";
    private static final String CODE = "code";
    private static final String PROOF = "secondProof";
    private static final String ACTIVATE = "activate";
    private static final String ACTIVATE_UNTIL = "activateUntil";

    /** Refusals after which this activation string enrolls nothing more here. */
    private static final Set<String> FINAL = Set.of(
            "activation_invalid",
            ErrorCodes.ACTIVATION_USED,
            ErrorCodes.ACTIVATION_EXPIRED,
            "activation_revoked",
            "activation_failed",
            "confirmation_failed",
            ErrorCodes.SERVER_NOT_GENUINE);

    private final Platform platform;
    private final Vault vault;
    private final PendingEnrollment pending;
    private final DeviceApi api;
    private @Nullable EnrollmentOffer offer;
    private Optional<Pin> pin = Optional.empty();

    private Enrollment(Platform platform, Vault vault, PendingEnrollment pending) {
        this.platform = platform;
        this.vault = vault;
        this.pending = pending;
        this.api = new DeviceApi(platform.transport(), pending.need(ORIGIN));
    }

    static Enrollment begin(Platform platform, Vault vault, ActivationString activation, String origin)
            throws IOException {
        Optional<PendingEnrollment> stored = PendingEnrollment.load(platform, vault, activation.enrollment());
        if (stored.isEmpty() && activation.isExpiredAt(platform.clock().instant())) {
            throw new ProtocolException(
                    ErrorCodes.ACTIVATION_EXPIRED, "This activation string has expired. Ask for a new one.");
        }
        PendingEnrollment pending = stored.orElseGet(() -> prepare(platform, vault, activation, origin));
        Enrollment enrollment = new Enrollment(platform, vault, pending);
        if (!enrollment.isClaimed()) {
            enrollment.fetchOffer(activation);
        }
        return enrollment;
    }

    private static PendingEnrollment prepare(
            Platform platform, Vault vault, ActivationString activation, String origin) {
        KeyPair ephemeral = P256.generate(platform.random());
        byte[] begin = EnrollmentMessages.begin(
                activation.enrollment(), (ECPublicKey) ephemeral.getPublic(), platform.description());
        PendingEnrollment pending = PendingEnrollment.create(platform, vault, activation.enrollment())
                .with(ACTIVATION, activation.exposed())
                .with(ORIGIN, origin)
                .with(KEY, Base64Url.encode(platform.randomBytes(16)))
                .with(BEGIN, Base64Url.encode(begin))
                .with(EPHEMERAL, Base64Url.encode(ephemeral.getPrivate().getEncoded()));
        pending.save();
        return pending;
    }

    private void fetchOffer(ActivationString activation) throws IOException {
        try {
            if (pending.get(OFFER).isEmpty()) {
                byte[] secret = activation.exposedSecret();
                JsonObject body = EnrollmentMessages.beginBody(Base64Url.decode(pending.need(BEGIN)), secret);
                Arrays.fill(secret, (byte) 0);
                String compact = api.post("enroll/begin", body).string(OFFER, 16 * 1024);
                offer = EnrollmentOffer.verified(compact, activation);
                pending.with(OFFER, compact).save();
            } else {
                offer = EnrollmentOffer.verified(pending.need(OFFER), activation);
            }
            Challenges.requireSupported(offer.policy());
            try (EnrollmentSecrets secrets = secrets(offer)) {
                pending.with(CODE, secrets.code());
            }
        } catch (ProtocolException e) {
            throw endedBy(e);
        }
    }

    /** The six digits that the enrollment page shows too. */
    public String code() {
        return pending.need(CODE);
    }

    /** Whether the token lies on both sides already and only {@link #activate} is left. */
    public boolean isClaimed() {
        return pending.get(PROOF).isPresent();
    }

    /** Whether {@link #activate} needs the user's password. */
    public boolean isPasswordAsked() {
        return pending.get(PROOF).map("password"::equals).orElseGet(() -> offer().passwordAsked());
    }

    /** What the server offers; only before the token is claimed. */
    public EnrollmentOffer offer() {
        if (offer == null) {
            throw new IllegalStateException("The token has been claimed");
        }
        return offer;
    }

    /**
     * Takes the PIN that the user chose, before {@link #finish}; after a crash again before {@link #activate}.
     *
     * @throws ProtocolException {@code pin_unacceptable} where the token's rule does not take it
     */
    public void choosePin(Pin chosen) {
        PolicyString.Pin rule = (isClaimed() ? vault.token(pending.need(KEY)).rules() : offer().policy()).pin();
        Pins.requireAcceptable(rule, chosen);
        pin = Optional.of(chosen);
    }

    /**
     * Makes the device key, confirms that both sides derived the same, and stores the token.
     *
     * @param name the token's name, 1 to 64 characters
     * @param push where web push reaches this app, if it does
     * @param pushEnabled the Autosend switch
     * @throws ProtocolException {@code server_not_genuine}, or what the server refuses with
     * @throws IOException when no answer came; call again with the same values
     */
    public void finish(String name, Optional<PushSubscription> push, boolean pushEnabled) throws IOException {
        if (isClaimed()) {
            return;
        }
        if (name.isEmpty() || name.length() > 64) {
            throw new ProtocolException(ErrorCodes.MESSAGE_MALFORMED, "A token's name has 1 to 64 characters.");
        }
        if (offer().policy().pin().kind() != PinKind.NONE && pin.isEmpty()) {
            throw new ProtocolException(ErrorCodes.PIN_REQUIRED, "This token needs a PIN. Choose one.");
        }
        try (EnrollmentSecrets secrets = secrets(offer())) {
            if (pending.get(FINISH).isEmpty()) {
                pending.with(FINISH, finishBody(secrets, name, push, pushEnabled))
                        .with(NAME, name)
                        .with(PUSH_ENABLED, String.valueOf(pushEnabled))
                        .save();
            }
            Fields answer = api.post("enroll/finish", Json.parse(pending.need(FINISH)));
            TokenStatement statement = TokenStatement.verified(answer, secrets, offer(), pending.need(ORIGIN));
            vault.put(token(statement, secrets));
            // From here on the one-time secret, the ephemeral key and the seed are gone.
            pending.with(PROOF, offer().passwordAsked() ? "password" : "none")
                    .keepOnly(ORIGIN, KEY, CODE, PROOF)
                    .save();
        } catch (ProtocolException e) {
            throw endedBy(e);
        }
    }

    private String finishBody(
            EnrollmentSecrets secrets, String name, Optional<PushSubscription> push, boolean pushEnabled) {
        DeviceKey key = deviceKey();
        byte[] finish = EnrollmentMessages.finish(
                ActivationString.parse(pending.need(ACTIVATION)).enrollment(),
                Base64Url.decode(pending.need(BEGIN)),
                key.publicKey(),
                name,
                push,
                pushEnabled);
        return EnrollmentMessages.finishBody(finish, secrets, key).toString();
    }

    private TokenRecord token(TokenStatement statement, EnrollmentSecrets secrets) {
        byte[] seed = secrets.exposedSeed();
        try {
            return new TokenRecord(
                    pending.need(KEY),
                    statement.serial(),
                    pending.need(ORIGIN),
                    pending.need(NAME),
                    offer().organisation(),
                    offer().account(),
                    offer().policy().text(),
                    statement.level(),
                    Base64Url.encode(P256.encode(statement.pushKey())),
                    TokenRecord.State.CLAIMED,
                    // Counter 0 is for the activation.
                    1,
                    -1,
                    Boolean.parseBoolean(pending.need(PUSH_ENABLED)),
                    sealed(statement.serial(), seed));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private SeedRecord sealed(String serial, byte[] seed) {
        PinKind kind = offer().policy().pin().kind();
        return kind == PinKind.TOKEN
                ? SeedRecord.seal(platform.keys(), serial, seed, pin.orElseThrow(), platform.randomBytes(16))
                : SeedRecord.seal(platform.keys(), serial, kind, seed);
    }

    /**
     * Proves with the stored record's first passcode that the token works; gives the active token.
     *
     * @param password the user's password, where {@link #isPasswordAsked}
     * @throws ProtocolException {@code password_required}, or what the server refuses with
     * @throws IOException when no answer came; call again
     */
    public TokenRecord activate(Optional<String> password) throws IOException {
        if (isPasswordAsked() && password.isEmpty()) {
            throw new ProtocolException(
                    ErrorCodes.PASSWORD_REQUIRED, "Your password is needed to finish this enrollment.");
        }
        TokenRecord token = vault.token(pending.need(KEY));
        JsonObject body = new JsonObject();
        body.addProperty("activation", activation(token));
        password.filter(value -> isPasswordAsked()).ifPresent(value -> body.addProperty("password", value));
        pin.filter(chosen -> token.rules().pin().kind() == PinKind.SERVER)
                .ifPresent(chosen -> body.addProperty("pin", chosen.exposed()));
        try {
            api.post("enroll/activate", body);
        } catch (ProtocolException e) {
            throw endedBy(e);
        }
        TokenRecord active = vault.update(token.id(), now -> now.withState(TokenRecord.State.ACTIVE));
        pending.remove();
        return active;
    }

    /** The same signed message as long as it is good, so that a repeat is known for one. */
    private String activation(TokenRecord token) {
        long now = platform.clock().instant().getEpochSecond();
        boolean isStillGood = pending.get(ACTIVATE_UNTIL)
                .map(until -> now < Long.parseLong(until))
                .orElse(false);
        if (!isStillGood) {
            String passcode = Passcodes.forActivation(new Unlocked(platform, pin), vault, token, code());
            DeviceMessages messages = new DeviceMessages(token.serial(), token.origin(), deviceKey());
            pending.with(ACTIVATE, messages.activation(platform.stamp(), passcode))
                    .with(ACTIVATE_UNTIL, String.valueOf(now + DeviceMessages.LIFE_SECONDS))
                    .save();
        }
        return pending.need(ACTIVATE);
    }

    private EnrollmentSecrets secrets(EnrollmentOffer accepted) {
        ActivationString activation = ActivationString.parse(pending.need(ACTIVATION));
        byte[] secret = activation.exposedSecret();
        byte[] ephemeral = Base64Url.decode(pending.need(EPHEMERAL));
        try {
            return EnrollmentSecrets.derive(
                    Base64Url.decode(pending.need(BEGIN)),
                    accepted.jws(),
                    secret,
                    P256.privateKey(ephemeral),
                    accepted.ephemeralKey(),
                    accepted.policy().algorithm().outputLengthBytes());
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(ephemeral, (byte) 0);
        }
    }

    private DeviceKey deviceKey() {
        return platform.keys().provide(pending.need(KEY));
    }

    /** Cleans up after a refusal that cannot be mended, and hands it back. */
    private ProtocolException endedBy(ProtocolException refusal) {
        if (FINAL.contains(refusal.code())) {
            vault.remove(pending.need(KEY));
            platform.keys().delete(pending.need(KEY));
            pending.remove();
        }
        return refusal;
    }
}

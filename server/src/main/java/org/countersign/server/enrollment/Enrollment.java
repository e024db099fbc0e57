package org.countersign.server.enrollment;

import java.time.InstantSource;
import java.util.Optional;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.stereotype.Component;

/**
 * The act by which a token comes to live in an app: begin, finish, activate, as docs/formats/enrollment.md says. Repeating a
 * step with the same bytes gives the same answer.
 */
@Component
public final class Enrollment {
    private final BeginStep beginStep;
    private final FinishStep finishStep;
    private final ActivateStep activateStep;
    private final PageOffers pageOffers;
    private final EnrollmentStore store;
    private final InstantSource time;

    Enrollment(
            BeginStep beginStep,
            FinishStep finishStep,
            ActivateStep activateStep,
            PageOffers pageOffers,
            EnrollmentStore store,
            InstantSource time) {
        this.beginStep = beginStep;
        this.finishStep = finishStep;
        this.activateStep = activateStep;
        this.pageOffers = pageOffers;
        this.store = store;
        this.time = time;
    }

    /**
     * Shows the server to an app and makes its half of the key agreement; binds nothing.
     *
     * @param begin the text {@code B} as it came
     * @param proof shows that the app knows the one-time secret
     * @param ip address it came from
     */
    public BeginAnswer begin(byte[] begin, byte[] proof, String ip) {
        return beginStep.begin(begin, proof, ip);
    }

    /**
     * Binds the device, if it is the first that finishes: the seed is derived and sealed, the token waits for its first
     * passcode.
     *
     * @param finish the text {@code F} as it came
     * @param mac shows that the app derived the same keys
     * @param signature by the device key, 64 bytes
     * @param ip address it came from
     */
    public FinishAnswer finish(byte[] finish, byte[] mac, byte[] signature, String ip) {
        return finishStep.finish(finish, mac, signature, ip);
    }

    /**
     * Puts the token to use by its first passcode, which is spent, and the user's password where the enrollment asks for it.
     * Never call it inside a transaction.
     *
     * @param jws signed by the device key, with the passcode inside
     */
    public ActivateAnswer activate(String jws, ActivationProofs proofs, String ip) {
        return activateStep.activate(jws, proofs, ip);
    }

    /** Says whether pages of a virtual server may show an activation as a QR code. */
    public boolean showsQr(VirtualServerId virtualServer) {
        return pageOffers.showsQr(virtualServer);
    }

    /**
     * Opens an enrollment to be shown, for 10 minutes, on a page to a user who has just proved who they are. What the user
     * had open before is revoked.
     */
    public OfferOutcome offerOnPage(VirtualServerId virtualServer, UserId user, Actor actor) {
        return pageOffers.offer(virtualServer, user, actor);
    }

    /**
     * Returns the string of an enrollment that waits for an app, to be shown again to the user it was shown to before;
     * nothing when it waits no more.
     */
    public Optional<ActivationString> shown(VirtualServerId virtualServer, EnrollmentId id) {
        return pageOffers.shown(virtualServer, id, time.instant());
    }

    /**
     * Withdraws an enrollment that is not complete.
     *
     * @return false when there is none of this id that could be
     */
    public boolean revoke(VirtualServerId virtualServer, EnrollmentId id, Actor actor) {
        return pageOffers.revoke(virtualServer, id, actor);
    }

    /**
     * Withdraws an enrollment that was offered on a page. The token that waited for it goes back to the inventory, or goes on
     * waiting for its user where a provisioning task reserved it for them.
     *
     * @return false when the token did not wait for this user any more; then nothing was done to it
     */
    public boolean breakOff(VirtualServerId virtualServer, EnrollmentId id, UserId user, TokenId token, Actor actor) {
        return pageOffers.breakOff(virtualServer, id, user, token, actor);
    }

    /** Returns where an enrollment is; nothing when there is none. Whoever knows the id may ask: nobody guesses it. */
    public Optional<EnrollmentState> state(EnrollmentId id) {
        return store.find(id).map(this::state);
    }

    /** Returns where an enrollment of {@code virtualServer} is; another one's is not found. */
    public Optional<EnrollmentState> state(VirtualServerId virtualServer, EnrollmentId id) {
        return store.find(id)
                .filter(enrollment -> enrollment.virtualServer.equals(virtualServer))
                .map(this::state);
    }

    private EnrollmentState state(EnrollmentRow enrollment) {
        String code = Optional.ofNullable(enrollment.confirmCode).orElse("");
        boolean expired = enrollment.over(time.instant()).isPresent();
        return switch (enrollment.state) {
            case OPEN ->
                expired
                        ? new EnrollmentState.Expired()
                        : new EnrollmentState.Open(enrollment.expiresAt, store.confirmCodes(enrollment.id));
            case CLAIMED ->
                expired
                        ? new EnrollmentState.Expired()
                        : new EnrollmentState.Claimed(code, enrollment.expiresAt, pageOffers.awaitsWord(enrollment));
            case COMPLETED -> new EnrollmentState.Completed(code);
            case REVOKED -> new EnrollmentState.Revoked();
            case FAILED -> new EnrollmentState.Failed();
        };
    }
}

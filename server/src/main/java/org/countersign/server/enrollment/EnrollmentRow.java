package org.countersign.server.enrollment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.policy.EnrollmentRules;
import org.jspecify.annotations.Nullable;

/** An enrollment as it lies in the database. */
final class EnrollmentRow {
    /** Failures that end an enrollment. */
    static final int MOST_FAILURES = 5;

    /** Where it is in its life. Names are stored. */
    enum State {
        OPEN,
        CLAIMED,
        COMPLETED,
        REVOKED,
        FAILED
    }

    final EnrollmentId id;
    final VirtualServerId virtualServer;
    final UserId user;
    final TokenId token;
    final UUID signingKey;
    final byte[] secretHash;
    final SecondProof secondProof;
    final State state;
    final Instant expiresAt;
    final Instant createdAt;

    @Nullable
    final String confirmCode;

    private final boolean isConfirmed;

    private final byte @Nullable [] claimedBegin;
    private final byte @Nullable [] finishHash;
    private final byte @Nullable [] sealedAnswer;

    private EnrollmentRow(ResultSet row) throws SQLException {
        id = new EnrollmentId(row.getObject("id", UUID.class));
        virtualServer = new VirtualServerId(row.getObject("virtual_server_id", UUID.class));
        user = new UserId(row.getObject("user_id", UUID.class));
        token = new TokenId(row.getObject("token_id", UUID.class));
        signingKey = row.getObject("signing_key_id", UUID.class);
        secretHash = row.getBytes("secret_hash");
        secondProof = SecondProof.valueOf(row.getString("second_proof"));
        state = State.valueOf(row.getString("state"));
        expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        createdAt = row.getObject("created_at", OffsetDateTime.class).toInstant();
        confirmCode = row.getString("confirm_code");
        isConfirmed = row.getObject("confirmed_at") != null;
        claimedBegin = row.getBytes("claimed_begin");
        finishHash = row.getBytes("finish_hash");
        sealedAnswer = row.getBytes("sealed_answer");
    }

    static EnrollmentRow read(ResultSet row) throws SQLException {
        return new EnrollmentRow(row);
    }

    /** Says why no step can be taken any more, except that a completed one may repeat its last answer. */
    Optional<EnrollmentRefused.Reason> over(Instant now) {
        return switch (state) {
            case REVOKED -> Optional.of(EnrollmentRefused.Reason.REVOKED);
            case FAILED -> Optional.of(EnrollmentRefused.Reason.FAILED);
            case COMPLETED -> Optional.empty();
            case OPEN, CLAIMED ->
                now.isBefore(expiresAt) ? Optional.empty() : Optional.of(EnrollmentRefused.Reason.EXPIRED);
        };
    }

    /** Says whether a device has been bound by this begin. */
    boolean isClaimedBy(byte[] beginHash) {
        return Arrays.equals(claimedBegin, beginHash);
    }

    /** Says whether some device has been bound. */
    boolean isTaken() {
        return claimedBegin != null;
    }

    /** Says whether the token waits until its user has compared the numbers on the page. */
    boolean awaitsWord(EnrollmentRules rules) {
        return !isConfirmed && rules.confirmsOnPage();
    }

    /** Returns the sealed answer that the same finish was given before, unless it is erased. */
    Optional<byte[]> sealedAnswerTo(byte[] sameFinishHash) {
        return Arrays.equals(finishHash, sameFinishHash) ? Optional.ofNullable(sealedAnswer) : Optional.empty();
    }
}

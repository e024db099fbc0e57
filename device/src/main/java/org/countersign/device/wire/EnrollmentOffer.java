package org.countersign.device.wire;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Set;

/**
 * What the server offers at {@code begin}, after its signature has been checked against the activation string.
 *
 * @param jws the offer as received, part of the transcript
 * @param enrollmentKey the key that signed it, pinned by the activation string
 * @param ephemeralKey the server's half of the key agreement
 * @param policy what the token will be
 * @param organisation display name of the virtual server
 * @param account user name as people know it
 * @param tokenName proposed name of the token
 * @param passwordAsked whether {@code activate} needs the user's password
 * @param expiry when the enrollment ends
 */
public record EnrollmentOffer(
        String jws,
        ECPublicKey enrollmentKey,
        ECPublicKey ephemeralKey,
        PolicyString policy,
        String organisation,
        String account,
        String tokenName,
        boolean passwordAsked,
        Instant expiry) {
    /** The type in the header of an offer. */
    public static final String TYP = "countersign-offer+jwt";

    private static final Set<String> SECOND_PROOFS = Set.of("none", "password");

    /**
     * Reads an offer and believes it only if the pinned key signed it for this enrollment.
     *
     * @throws ProtocolException {@code server_not_genuine} whenever it is not so; {@code policy_malformed} or
     *     {@code policy_unsupported} for a genuine offer of a token that this reader does not understand
     */
    public static EnrollmentOffer verified(String compact, ActivationString activation) {
        try {
            Jws jws = Jws.parse(compact);
            ECPublicKey key = jws.claimedKey(TYP);
            if (!activation.pins(key)) {
                throw notGenuine();
            }
            return read(compact, key, jws.verifiedByClaimedKey(key, TYP), activation);
        } catch (ProtocolException e) {
            boolean isPolicy =
                    e.code().equals(ErrorCodes.POLICY_UNSUPPORTED) || e.code().equals(ErrorCodes.POLICY_MALFORMED);
            throw isPolicy ? e : notGenuine();
        }
    }

    private static EnrollmentOffer read(String compact, ECPublicKey key, Fields claims, ActivationString activation) {
        String enrollment = EnrollmentMessages.enrollmentId(activation.enrollment());
        if (claims.number("v") != 1 || !claims.string("enrollment", 22).equals(enrollment)) {
            throw notGenuine();
        }
        claims.octets("nonce", 32);
        EnrollmentOffer offer = new EnrollmentOffer(
                compact,
                key,
                P256.decode(claims.octets("key", P256.POINT_LENGTH)),
                PolicyString.parse(claims.string("policy", PolicyString.MAX_LENGTH)),
                claims.string("organisation", 256),
                claims.string("account", 256),
                claims.string("tokenName", 64),
                claims.oneOf("secondProof", SECOND_PROOFS).equals("password"),
                Instant.ofEpochSecond(claims.number("exp")));
        claims.nothingElse();
        return offer;
    }

    static ProtocolException notGenuine() {
        return new ProtocolException(
                ErrorCodes.SERVER_NOT_GENUINE,
                "The server could not prove that it issued this activation string. Nothing was enrolled; tell your operator.");
    }
}

package org.countersign.device.wire;

import java.security.interfaces.ECPublicKey;

/**
 * What the server states about the finished token, after its MAC and signature have been checked.
 *
 * @param serial the token's serial number
 * @param level how well its keys are kept: 1 web, 2 native, 3 attested, 4 hardware with user verification
 * @param pushKey the key that signs push requests for it
 */
public record TokenStatement(String serial, int level, ECPublicKey pushKey) {
    /** The type in the header of the policy statement. */
    public static final String TYP = "countersign-policy+jwt";

    /**
     * Reads the answer of {@code finish}.
     *
     * @param origin the app origin that the app talks to
     * @throws ProtocolException {@code server_not_genuine} unless the MAC shows that the server derived the same keys, and
     *     the pinned enrollment key signed a statement for this origin, this serial and the policy that was offered
     */
    public static TokenStatement verified(
            Fields answer, EnrollmentSecrets secrets, EnrollmentOffer offer, String origin) {
        try {
            String serial = answer.string("serial", 64);
            String compact = answer.string("policy", Jws.MAX_LENGTH);
            if (!Octets.areEqual(answer.octets("mac", 32), secrets.serverMac(serial, compact))) {
                throw EnrollmentOffer.notGenuine();
            }
            Fields claims = Jws.parse(compact).verifiedBy(offer.enrollmentKey(), TYP);
            boolean isMeant = claims.string("iss", 256).equals(origin)
                    && claims.string("sub", 64).equals(serial)
                    && PolicyString.parse(claims.string("policy", PolicyString.MAX_LENGTH))
                            .equals(offer.policy());
            long level = claims.number("level");
            TokenStatement statement =
                    new TokenStatement(serial, (int) level, P256.decode(claims.octets("pushKey", P256.POINT_LENGTH)));
            claims.number("iat");
            claims.nothingElse();
            if (!isMeant || level < 1 || level > 4) {
                throw EnrollmentOffer.notGenuine();
            }
            return statement;
        } catch (ProtocolException e) {
            throw EnrollmentOffer.notGenuine();
        }
    }
}

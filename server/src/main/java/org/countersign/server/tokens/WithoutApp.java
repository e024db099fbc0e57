package org.countersign.server.tokens;

import org.countersign.otp.HashAlgorithm;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.server.policy.PinKind;
import org.countersign.server.policy.PinRules;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.PushRules;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;

/** The rules of tokens that do not live in the Countersign app: no PIN that an app asks for, and no push requests. */
final class WithoutApp {
    private WithoutApp() {}

    static PolicySettings of(PolicySettings settings) {
        PinRules pin = settings.pin();
        PushRules push = settings.push();
        return settings.with(new PushRules(
                        false,
                        push.numberDigits(),
                        push.seconds(),
                        push.unansweredLimit(),
                        push.deniedLimit(),
                        false,
                        push.targets()))
                .with(new PinRules(
                        PinKind.NONE,
                        pin.minimum(),
                        pin.maximum(),
                        pin.characters(),
                        pin.tries(),
                        pin.biometric(),
                        pin.place(),
                        pin.days(),
                        false));
    }

    /** Returns the rules that every standard authenticator app knows. */
    static PolicySettings standard(PolicySettings settings) {
        TokenRules here = settings.tokens();
        return of(settings)
                .with(new TokenRules(
                        TokenMode.TOTP,
                        HashAlgorithm.SHA1,
                        PasscodeAlphabet.DECIMAL,
                        6,
                        30,
                        here.driftSteps(),
                        here.lookAhead(),
                        here.resynchroniseWindow(),
                        null));
    }
}

package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.device.Phone;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.server.audit.Actor;
import org.countersign.server.authentication.PasscodeCheck;
import org.countersign.server.authentication.PasscodeChecks;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenMode;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Passcodes of every alphabet and length, from the rule over enrollment and the phone to the check. */
@DisplayName("A9: a passcode")
class AlphabetsTest {
    private static final RunningServer SERVER = RunningServer.get();

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final UserAccount alice = SERVER.newUser(acme, "alice");
    private final Application vpn =
            SERVER.part(VirtualServers.class).createApplication(acme.id(), "VPN", new Actor.Server());

    static Stream<Arguments> all() {
        return Stream.of(TokenMode.TOTP, TokenMode.HOTP)
                .flatMap(mode -> Arrays.stream(PasscodeAlphabet.values())
                        .flatMap(alphabet -> IntStream.rangeClosed(5, alphabet.maxLength())
                                .mapToObj(length -> Arguments.of(mode, alphabet, length))));
    }

    private static String form(PasscodeAlphabet alphabet) {
        return switch (alphabet) {
            case DECIMAL -> "[0-9]";
            case HEXADECIMAL -> "[0-9A-F]";
            case BASE32 -> "[A-Z2-7]";
            case BASE64 -> "[A-Za-z0-9+/]";
        };
    }

    private static String otherCase(String passcode) {
        return passcode.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private boolean accepts(String passcode) {
        return SERVER.part(PasscodeChecks.class)
                        .check(vpn, new Actor.Server(), new Visitor("192.0.2.7", null, null), "alice", null, passcode)
                instanceof PasscodeCheck.Accepted;
    }

    @ParameterizedTest(name = "{0}, {1} of {2}")
    @MethodSource("all")
    void isShownAndAccepted(TokenMode mode, PasscodeAlphabet alphabet, int length) {
        SERVER.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(
                                TokenRules.DEFAULT.withMode(mode).withPasscodes(alphabet, length)),
                        new Actor.Server());
        Phone phone = TestPhone.of(SERVER, alice);
        String serial = phone.tokens().getFirst().serial();
        String passcode = phone.passcode(serial).exposed();
        assertThat(passcode).matches(form(alphabet) + "{" + length + "}");
        assertThat(accepts(passcode + passcode.charAt(0))).isFalse();
        assertThat(accepts(passcode.substring(1))).isFalse();
        // Hexadecimal and Base32 have one case; in Base64 another case is another passcode.
        if (alphabet == PasscodeAlphabet.BASE64) {
            String changed = otherCase(passcode);
            assertThat(accepts(changed)).isEqualTo(changed.equals(passcode));
            assertThat(accepts(passcode)).isEqualTo(!changed.equals(passcode));
        } else {
            assertThat(accepts(passcode.toLowerCase(Locale.ROOT))).isTrue();
            assertThat(accepts(passcode)).isFalse();
        }
    }
}

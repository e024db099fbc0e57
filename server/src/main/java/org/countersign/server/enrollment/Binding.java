package org.countersign.server.enrollment;

import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.springframework.stereotype.Component;

/** Gives a token its seed and its device. */
@Component
class Binding {
    private final Tokens tokens;
    private final Devices devices;
    private final EnrollmentStatements statements;

    Binding(Tokens tokens, Devices devices, EnrollmentStatements statements) {
        this.tokens = tokens;
        this.devices = devices;
        this.statements = statements;
    }

    String policy(EnrollmentRow enrollment, Token token, String policy) {
        return statements.policy(enrollment, token, policy);
    }

    void bind(Token token, EnrollmentKeys keys, BeginMessage begin, FinishMessage finish) {
        try (SecretBytes seed = keys.seed(token.algorithm().outputLengthBytes())) {
            if (!tokens.store(token, seed, finish.name)) {
                throw new IllegalStateException("token " + token.serial() + " was taken away meanwhile");
            }
        }
        devices.bind(
                token,
                new NewDevice(
                        finish.deviceKey,
                        begin.platform(),
                        begin.deviceType(),
                        begin.os(),
                        begin.app(),
                        begin.pushCapable(),
                        begin.pushCapable() && finish.pushEnabled,
                        finish.push));
    }
}

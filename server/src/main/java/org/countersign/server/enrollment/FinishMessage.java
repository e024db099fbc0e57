package org.countersign.server.enrollment;

import java.security.interfaces.ECPublicKey;
import java.util.Set;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.tokens.PushSubscription;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an app says to bind its device, the text {@code F}; docs/formats/enrollment.md §3. */
final class FinishMessage {
    private static final Set<String> NAMES =
            Set.of("v", "enrollment", "begin", "deviceKey", "name", "push", "pushEnabled");
    private static final int LONGEST_NAME = 64;

    final EnrollmentId enrollment;
    final byte[] beginHash;
    final ECPublicKey deviceKey;
    final String name;

    @Nullable
    final PushSubscription push;

    final boolean pushEnabled;

    private FinishMessage(Fields fields) throws Fields.Malformed {
        enrollment = fields.enrollment();
        beginHash = fields.bytes("begin", 32);
        deviceKey = fields.key("deviceKey");
        name = fields.shown("name", LONGEST_NAME);
        JsonNode subscription = fields.raw("push");
        push = subscription.isNull()
                ? null
                : PushSubscription.read(subscription).orElseThrow(() -> new Fields.Malformed("push"));
        pushEnabled = fields.truth("pushEnabled");
    }

    static FinishMessage read(byte[] finish) throws Fields.Malformed {
        Fields fields = Fields.read(finish, NAMES);
        fields.version();
        return new FinishMessage(fields);
    }
}

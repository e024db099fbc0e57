package org.countersign.device;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.countersign.device.wire.Fields;
import org.countersign.device.wire.Json;

/** The HTTP calls of {@code docs/formats/device-api.md}, on one server. */
final class DeviceApi {
    private static final int MAX_PROBLEM = 16 * 1024;

    private final Transport transport;
    private final String origin;

    DeviceApi(Transport transport, String origin) {
        this.transport = transport;
        this.origin = origin;
    }

    /**
     * Posts and reads the answer.
     *
     * @throws ServerRefusal when the server refuses
     * @throws IOException when no answer came: the step may be repeated
     */
    Fields post(String call, JsonObject body) throws IOException {
        Transport.Reply reply = transport.post(uri(call), body.toString());
        if (reply.status() != 200) {
            throw ServerRefusal.of(reply.status(), reply.body());
        }
        return new Fields(Json.parse(reply.body()));
    }

    /** Opens a stream; the caller closes it. */
    Transport.StreamReply open(String call, String body) throws IOException {
        Transport.StreamReply reply = transport.open(uri(call), body);
        if (reply.status() != 200) {
            try (reply) {
                throw ServerRefusal.of(reply.status(), problem(reply.body()));
            }
        }
        return reply;
    }

    private static String problem(InputStream body) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        for (int n = body.read(buffer); n >= 0 && text.size() < MAX_PROBLEM; n = body.read(buffer)) {
            text.write(buffer, 0, n);
        }
        return new String(text.toByteArray(), StandardCharsets.UTF_8);
    }

    private URI uri(String call) {
        return URI.create(origin + "/device/v1/" + call);
    }
}

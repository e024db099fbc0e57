package org.countersign.device;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.countersign.device.wire.Fields;

/** The signed question for open push requests, of up to 50 tokens of one server at a time. */
final class Checks {
    static final int MAX_TOKENS = 50;

    private Checks() {}

    static JsonObject body(List<String> checks) {
        JsonArray array = new JsonArray();
        checks.forEach(array::add);
        JsonObject body = new JsonObject();
        body.add("checks", array);
        return body;
    }

    /** The server's word on each token. */
    static List<Fields> post(DeviceApi api, List<String> checks) throws IOException {
        return api.post("check", body(checks)).objects("tokens", MAX_TOKENS);
    }
}

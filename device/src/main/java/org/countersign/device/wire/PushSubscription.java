package org.countersign.device.wire;

import com.google.gson.JsonObject;

/**
 * Where web push reaches this app.
 *
 * @param endpoint the push service's address for this app
 * @param p256dh the app's key, {@code b64u} of 65 bytes
 * @param auth the shared secret of RFC 8291, {@code b64u} of 16 bytes; it opens push payloads, so it is not shown
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8291#section-3.1">RFC 8291, section 3.1</a>
 */
public record PushSubscription(String endpoint, String p256dh, String auth) {
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("endpoint", endpoint);
        json.addProperty("p256dh", p256dh);
        json.addProperty("auth", auth);
        return json;
    }

    /** The endpoint alone. */
    @Override
    public String toString() {
        return "PushSubscription(" + endpoint + ")";
    }
}

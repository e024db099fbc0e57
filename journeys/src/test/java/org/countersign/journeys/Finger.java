package org.countersign.journeys;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** A finger on the sensor of a page's device, recognised until it is said not to be; the browser's virtual authenticator. */
final class Finger {
    private final CDPSession session;
    private final String authenticator;

    private Finger(Page page, boolean givesSecrets) {
        session = page.context().newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject wanted = new JsonObject();
        wanted.addProperty("protocol", "ctap2");
        wanted.addProperty("ctap2Version", "ctap2_1");
        wanted.addProperty("transport", "internal");
        wanted.addProperty("hasResidentKey", true);
        wanted.addProperty("hasUserVerification", true);
        wanted.addProperty("isUserVerified", true);
        wanted.addProperty("automaticPresenceSimulation", true);
        wanted.addProperty("hasPrf", givesSecrets);
        JsonObject options = new JsonObject();
        options.add("options", wanted);
        authenticator = session.send("WebAuthn.addVirtualAuthenticator", options)
                .get("authenticatorId")
                .getAsString();
    }

    /** Puts it on a sensor behind which the browser can keep a secret. */
    static Finger on(Page page) {
        return new Finger(page, true);
    }

    /** Puts it on a sensor that only says whether it is the right one. */
    static Finger withoutSecrets(Page page) {
        return new Finger(page, false);
    }

    /** From now on it is somebody else's. */
    void isSomebodyElses() {
        JsonObject verified = new JsonObject();
        verified.addProperty("authenticatorId", authenticator);
        verified.addProperty("isUserVerified", false);
        session.send("WebAuthn.setUserVerified", verified);
    }
}

package org.countersign.acmewiki;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in, and who is about to, by cookie. In memory, and bounded: the oldest go first. */
final class Visits {
    private static final int MOST = 10_000;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, OpenIdConnect.SignedIn> signedIn = bounded();
    private final Map<String, Pending> pending = bounded();

    /** Returns an unguessable name of 256 bits. */
    String newName() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Begins a sign-in and returns the cookie that binds it to a browser. */
    String begin(Pending beginning) {
        String cookie = newName();
        pending.put(cookie, beginning);
        return cookie;
    }

    /** Returns the sign-in that a browser began, once. */
    Optional<Pending> finish(String cookie) {
        return Optional.ofNullable(pending.remove(cookie));
    }

    /** Opens a session and returns its cookie. */
    String open(OpenIdConnect.SignedIn who) {
        String cookie = newName();
        signedIn.put(cookie, who);
        return cookie;
    }

    Optional<OpenIdConnect.SignedIn> find(String cookie) {
        return Optional.ofNullable(signedIn.get(cookie));
    }

    Optional<OpenIdConnect.SignedIn> close(String cookie) {
        return Optional.ofNullable(signedIn.remove(cookie));
    }

    private static <T> Map<String, T> bounded() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST;
            }
        });
    }
}

package org.countersign.server.web.shell;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * What every template may ask for, whatever page it shows: addresses of assets, the words of the catalogue, the token
 * against forged forms. Every view gets it as the parameter {@code shell}.
 */
public final class Shell {
    private final HttpServletRequest request;
    private final Assets assets;
    private final Texts texts;

    Shell(HttpServletRequest request, Assets assets, Texts texts) {
        this.request = request;
        this.assets = assets;
        this.texts = texts;
    }

    /** Returns the address of an asset; it changes with its content. */
    public String asset(String name) {
        return assets.address(name);
    }

    /**
     * Returns a text of the catalogue, with {@code {0}}, {@code {1}} … replaced.
     *
     * @throws IllegalArgumentException when the catalogue has no such text
     */
    public String say(String key, Object... values) {
        return texts.say(key, values);
    }

    /** Says whether the catalogue has a text. */
    public boolean knows(String key) {
        return texts.has(key);
    }

    /** Returns the name of the form field that carries the token against forged forms. */
    public String csrfField() {
        return csrf().getParameterName();
    }

    /** Returns the token against forged forms; asking for it gives the visitor a session. */
    public String csrfToken() {
        return csrf().getToken();
    }

    private CsrfToken csrf() {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            return token;
        }
        throw new IllegalStateException("this page has a form, but its security chain has no CSRF protection");
    }
}

package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.countersign.server.kernel.Visitor;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.ModelAndView;

/** One request of a browser to the portal of one virtual server, and what its session knows. */
public final class PortalVisit {
    private static final String PREFIX = PortalVisit.class.getName() + ".";

    private final HttpServletRequest request;
    private final VirtualServer virtualServer;
    private final @Nullable Known known;
    private final @Nullable UserAccount account;

    PortalVisit(
            HttpServletRequest request,
            VirtualServer virtualServer,
            @Nullable Known known,
            @Nullable UserAccount account) {
        this.request = request;
        this.virtualServer = virtualServer;
        this.known = known;
        this.account = account;
    }

    VirtualServer virtualServer() {
        return virtualServer;
    }

    VirtualServerId id() {
        return virtualServer.id();
    }

    HttpServletRequest request() {
        return request;
    }

    HttpSession session() {
        return request.getSession();
    }

    Visitor visitor() {
        return Visitor.of(request.getRemoteAddr(), request.getHeader("User-Agent"));
    }

    String ip() {
        return visitor().ip();
    }

    /** Returns who is known, however well. */
    Optional<Known> known() {
        return Optional.ofNullable(known);
    }

    /** Returns the account of whoever is known; asked only after {@link #known}. */
    UserAccount account() {
        if (account == null) {
            throw new IllegalStateException("nobody is known in this browser");
        }
        return account;
    }

    UserId user() {
        return account().id();
    }

    String path(String page) {
        return "/portal/" + virtualServer.slug() + page;
    }

    <T> Optional<T> kept(Class<T> type) {
        HttpSession session = request.getSession(false);
        Object kept = session == null ? null : session.getAttribute(name(type.getSimpleName()));
        return type.isInstance(kept) ? Optional.of(type.cast(kept)) : Optional.empty();
    }

    void keep(Object value) {
        session().setAttribute(name(value.getClass().getSimpleName()), value);
    }

    void forget(Class<?> type) {
        session().removeAttribute(name(type.getSimpleName()));
    }

    /** Has something said once, on the page that is shown next. */
    void say(String kind, String key) {
        say(kind, key, 0);
    }

    /** Has something said once, with a number in it. */
    void say(String kind, String key, int number) {
        session().setAttribute(name("notice"), new Notice(kind, "portal.notice." + key, number));
    }

    /**
     * What the step before came to.
     *
     * @param kind {@code good}, {@code look} or {@code bad}
     * @param key of its title and text
     */
    public record Notice(String kind, String key, int number) implements Serializable {}

    /** Keeps a page to go on to, by the key of the question that is asked first. */
    void keepNext(String key, String page) {
        session().setAttribute(name("next." + key), page);
    }

    Optional<String> takeNext(String key) {
        Object next = session().getAttribute(name("next." + key));
        session().removeAttribute(name("next." + key));
        return next instanceof String page ? Optional.of(page) : Optional.empty();
    }

    /** Something was proven: whoever knew the session's id has nothing. */
    void renew() {
        request.getSession();
        request.changeSessionId();
    }

    ResponseEntity<Void> to(String page) {
        return elsewhere(path(page));
    }

    static ResponseEntity<Void> elsewhere(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }

    ModelAndView view(String template, Map<String, ?> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("organisation", virtualServer.name());
        model.put("portal", path(""));
        Object notice = takeNotice();
        if (notice != null) {
            model.put("notice", notice);
        }
        return new ModelAndView("portal/" + template, model);
    }

    /** Shows why something is not done for whoever this is. */
    ModelAndView refused(String template, Map<String, ?> more) {
        ModelAndView view = view(template, more);
        view.setStatus(HttpStatus.FORBIDDEN);
        return view;
    }

    /** Shows a form again, because of what was typed into it. */
    ModelAndView again(String template, Map<String, ?> more) {
        ModelAndView view = view(template, more);
        view.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return view;
    }

    private @Nullable Object takeNotice() {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        Object notice = session.getAttribute(name("notice"));
        if (notice != null) {
            session.removeAttribute(name("notice"));
        }
        return notice;
    }

    private String name(String what) {
        return name(virtualServer.slug(), what);
    }

    static String name(String slug, String what) {
        return PREFIX + slug + "." + what;
    }
}

package org.countersign.server.protocol.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The questions of applications that wait in a browser's session, one per tab and application. */
@Component
public final class PendingAuthorizations {
    /** So many questions a session keeps; the oldest gives way. */
    private static final int MOST = 8;

    private static final String WAITING = PendingAuthorizations.class.getName() + ".waiting";
    private static final String ANSWERABLE = PendingAuthorizations.class.getName() + ".answerable";

    private final OidcClientStore clients;
    private final VirtualServers virtualServers;
    private final Randomness randomness;

    PendingAuthorizations(OidcClientStore clients, VirtualServers virtualServers, Randomness randomness) {
        this.clients = clients;
        this.virtualServers = virtualServers;
        this.randomness = randomness;
    }

    /** Keeps the question that {@code request} asks; nothing when its client is unknown here. */
    Optional<PendingAuthorization> keep(HttpServletRequest request, VirtualServer virtualServer) {
        String clientId = request.getParameter("client_id");
        Optional<OidcClient> client = clientId == null ? Optional.empty() : clients.find(virtualServer.id(), clientId);
        Optional<Application> application =
                client.flatMap(found -> virtualServers.application(virtualServer.id(), found.application()));
        return application.map(asking -> {
            PendingAuthorization pending = new PendingAuthorization(
                    newKey(),
                    asking.id().value(),
                    asking.name(),
                    virtualServer.slug(),
                    client.orElseThrow().redirectUris().stream()
                            .map(URI::toString)
                            .toList(),
                    address(virtualServer.slug(), request));
            keep(request.getSession(), pending);
            return pending;
        });
    }

    /**
     * Keeps the question of a page of this server.
     *
     * @param page makes, from the question's key, the address of the page that is to be opened once the person has signed in
     */
    public PendingAuthorization keep(
            HttpSession session, VirtualServer virtualServer, Application application, UnaryOperator<String> page) {
        String key = newKey();
        PendingAuthorization pending = new PendingAuthorization(
                key, application.id().value(), application.name(), virtualServer.slug(), List.of(), page.apply(key));
        keep(session, pending);
        return pending;
    }

    private void keep(HttpSession session, PendingAuthorization pending) {
        synchronized (this) {
            Waiting waiting = waiting(session);
            waiting.put(pending.key(), pending);
            session.setAttribute(WAITING, waiting);
        }
    }

    /** Finds a question by its key; another session's or virtual server's is not found. */
    public Optional<PendingAuthorization> find(@Nullable HttpSession session, String slug, String key) {
        if (session == null) {
            return Optional.empty();
        }
        synchronized (this) {
            return Optional.ofNullable(waiting(session).get(key))
                    .filter(pending -> pending.slug().equals(slug));
        }
    }

    /**
     * Takes a question out, because the person has signed in for it. Asked again right after, it is answered without
     * another sign-in, even when it demands a fresh one.
     */
    public void answerable(HttpSession session, PendingAuthorization pending) {
        synchronized (this) {
            Waiting waiting = waiting(session);
            waiting.remove(pending.key());
            session.setAttribute(WAITING, waiting);
            session.setAttribute(ANSWERABLE, pending.address());
        }
    }

    /** Says, once, whether a person has just signed in for this very question. */
    boolean takeAnswerable(HttpSession session, String slug, HttpServletRequest request) {
        return takeAnswerable(session, address(slug, request));
    }

    /** Says, once, whether a person has just signed in for the question that is asked at {@code address}. */
    public boolean takeAnswerable(HttpSession session, String address) {
        synchronized (this) {
            boolean answerable = address.equals(session.getAttribute(ANSWERABLE));
            if (answerable) {
                session.removeAttribute(ANSWERABLE);
            }
            return answerable;
        }
    }

    private static Waiting waiting(HttpSession session) {
        return session.getAttribute(WAITING) instanceof Waiting waiting ? new Waiting(waiting) : new Waiting(Map.of());
    }

    private String newKey() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(9));
    }

    private static String address(String slug, HttpServletRequest request) {
        return "/o/" + slug + "/oauth2/authorize?" + query(request);
    }

    /** The question in one form, whether it came as an address or as a form. */
    private static String query(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .flatMap(
                        entry -> Stream.of(entry.getValue()).map(value -> encode(entry.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static final class Waiting extends LinkedHashMap<String, PendingAuthorization> implements Serializable {
        private static final long serialVersionUID = 1L;

        Waiting(Map<String, PendingAuthorization> others) {
            super(others);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PendingAuthorization> eldest) {
            return size() > MOST;
        }
    }
}

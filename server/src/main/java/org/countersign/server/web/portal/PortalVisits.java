package org.countersign.server.web.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.countersign.server.authentication.SignIn;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.login.SignInPages;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Finds what a browser has in its session, and holds every page to what it needs to know. */
@Component
class PortalVisits {
    private final VirtualServers virtualServers;
    private final Users users;
    private final SignInPages signInPages;
    private final Reactions reactions;
    private final InstantSource time;

    PortalVisits(
            VirtualServers virtualServers,
            Users users,
            SignInPages signInPages,
            Reactions reactions,
            InstantSource time) {
        this.virtualServers = virtualServers;
        this.users = users;
        this.signInPages = signInPages;
        this.reactions = reactions;
        this.time = time;
    }

    /** Returns the visit; a portal that does not exist is not found. */
    PortalVisit at(String slug, HttpServletRequest request) {
        VirtualServer virtualServer =
                virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        HttpSession session = request.getSession(false);
        Object kept = session == null ? null : session.getAttribute(PortalVisit.name(slug, "Known"));
        if (!(kept instanceof Known known) || known.isOverAt(time.instant())) {
            return new PortalVisit(request, virtualServer, null, null);
        }
        if (reactions.haveEndedSince(virtualServer.id(), known.userId(), known.at())) {
            return new PortalVisit(request, virtualServer, null, null);
        }
        return users.find(virtualServer.id(), known.userId())
                .filter(account -> account.state() == UserAccount.State.ACTIVE)
                .map(account -> new PortalVisit(request, virtualServer, known, account))
                .orElseGet(() -> new PortalVisit(request, virtualServer, null, null));
    }

    /** Notes who it is, and gives the session a new id. */
    void know(PortalVisit visit, UUID user, Known.Proof proof) {
        visit.renew();
        visit.keep(new Known(user, proof, time.instant().getEpochSecond()));
    }

    /** Keeps the browser signed in from which its user has ended all that were: it is the one that is surely theirs. */
    void staySignedIn(PortalVisit visit) {
        visit.known()
                .ifPresent(known -> visit.keep(
                        new Known(known.user(), known.proof(), time.instant().getEpochSecond() + 1)));
    }

    /** Does something for somebody who is signed in; anybody else signs in first and comes back to {@code page}. */
    Object signedIn(String slug, HttpServletRequest request, String page, Function<PortalVisit, Object> work) {
        PortalVisit visit = at(slug, request);
        return visit.known().filter(Known::isSignedIn).isPresent() ? work.apply(visit) : signIn(visit, page);
    }

    /** Does something that matters: a sign-in that is not fresh is repeated first, and a temporary passcode is not enough. */
    Object fresh(String slug, HttpServletRequest request, String page, Function<PortalVisit, Object> work) {
        return fresh(slug, request, page, visit -> {}, work);
    }

    /**
     * Does something that matters to a thing of theirs.
     *
     * @param check answers at once, to whoever is signed in, when there is no such thing
     */
    Object fresh(
            String slug,
            HttpServletRequest request,
            String page,
            Consumer<PortalVisit> check,
            Function<PortalVisit, Object> work) {
        PortalVisit visit = at(slug, request);
        if (visit.known().filter(Known::isSignedIn).isPresent()) {
            check.accept(visit);
        }
        if (visit.known().filter(Known::isTemporary).isPresent()) {
            return visit.refused("weak", Map.of());
        }
        return visit.known().filter(known -> known.isFreshAt(time.instant())).isPresent()
                ? work.apply(visit)
                : signIn(visit, page);
    }

    /** Sends the browser to the login pages; it comes back to {@code page}. */
    Object signIn(PortalVisit visit, String page) {
        return signIn(visit, page, visit.known().isPresent() ? visit.account().userName() : "");
    }

    Object signIn(PortalVisit visit, String page, String name) {
        return PortalVisit.elsewhere(signInPages.ask(
                visit.session(),
                virtualServers.selfService(visit.id()),
                visit.virtualServer(),
                key -> arrival(visit, key, page),
                name));
    }

    /** Sends the browser to the login pages with a sign-in that has begun. */
    Object goOn(PortalVisit visit, SignIn signIn, String page) {
        return PortalVisit.elsewhere(
                signInPages.goOn(visit.session(), visit.virtualServer(), key -> arrival(visit, key, page), signIn));
    }

    private static String arrival(PortalVisit visit, String key, String page) {
        visit.keepNext(key, page);
        return visit.path("/arrived/" + key);
    }

    /** Takes in who comes back from the login pages, and returns where they wanted to go. */
    Optional<String> arrive(PortalVisit visit, String key) {
        return signInPages
                .arrived(visit.session(), visit.virtualServer(), visit.path("/arrived/" + key))
                .flatMap(who -> {
                    boolean temporary = who.factor().equals(TemporaryPasscodes.FACTOR);
                    know(visit, who.user().value(), temporary ? Known.Proof.TEMPORARY : Known.Proof.TWO_FACTORS);
                    return visit.takeNext(key);
                });
    }
}

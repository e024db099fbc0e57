package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.countersign.server.protocol.oidc.SignedIn;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Tells a person whether this browser is signed in, and signs it out. */
@Controller
class AccountPages {
    private final VirtualServers virtualServers;

    AccountPages(VirtualServers virtualServers) {
        this.virtualServers = virtualServers;
    }

    @GetMapping("/o/{slug}")
    ModelAndView account(@PathVariable String slug) {
        VirtualServer virtualServer = find(slug);
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        SignedIn here = authentication != null
                        && authentication.getPrincipal() instanceof SignedIn who
                        && who.virtualServer().equals(virtualServer.id().toString())
                ? who
                : null;
        return new ModelAndView(
                "login/account",
                Map.of(
                        "organisation",
                        virtualServer.name(),
                        "address",
                        "/o/" + slug,
                        "signedIn",
                        here != null,
                        "userName",
                        here == null ? "" : here.userName()));
    }

    @PostMapping("/o/{slug}/sign-out")
    ResponseEntity<Void> signOut(@PathVariable String slug, HttpServletRequest request, HttpServletResponse response) {
        VirtualServer virtualServer = find(slug);
        new SecurityContextLogoutHandler()
                .logout(request, response, SecurityContextHolder.getContext().getAuthentication());
        return LoginSuccess.to("/o/" + virtualServer.slug() + "/signed-out");
    }

    @GetMapping("/o/{slug}/signed-out")
    ModelAndView signedOut(@PathVariable String slug) {
        return new ModelAndView(
                "login/signed-out", Map.of("organisation", find(slug).name()));
    }

    private VirtualServer find(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}

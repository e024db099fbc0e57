package org.countersign.server.web.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UnacceptableEntry;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lets a person choose a password by the code from their mail. The link carries the code in its fragment, which never comes
 * here by itself; without scripts people paste it. Opening the page uses nothing up.
 */
@Controller
class PasswordPages {
    private static final int LONGEST = 256;

    private final VirtualServers virtualServers;
    private final PasswordLinks links;

    PasswordPages(VirtualServers virtualServers, PasswordLinks links) {
        this.virtualServers = virtualServers;
        this.links = links;
    }

    @GetMapping("/o/{slug}/password")
    ModelAndView form(@PathVariable String slug) {
        return page(find(slug), "", null, HttpStatus.OK);
    }

    @PostMapping("/o/{slug}/password")
    Object choose(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String again,
            HttpServletRequest request) {
        VirtualServer organisation = find(slug);
        String typed = code.length() > LONGEST ? code.substring(0, LONGEST) : code;
        if (!links.isGood(organisation.id(), typed)) {
            return page(organisation, typed, "code.wrong", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!password.equals(again)) {
            return page(organisation, typed, "differs", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        try {
            if (!links.choose(organisation.id(), typed, password, request.getRemoteAddr())) {
                return page(organisation, typed, "code.wrong", HttpStatus.UNPROCESSABLE_CONTENT);
            }
        } catch (UnacceptableEntry refused) {
            return page(organisation, typed, "short", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header("Location", "/o/" + organisation.slug() + "/password/done")
                .build();
    }

    @GetMapping("/o/{slug}/password/done")
    ModelAndView done(@PathVariable String slug) {
        return new ModelAndView(
                "login/password-chosen", Map.of("organisation", find(slug).name()));
    }

    private VirtualServer find(String slug) {
        return virtualServers.find(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ModelAndView page(
            VirtualServer organisation, String code, @Nullable String problem, HttpStatus status) {
        Map<String, Object> model = new HashMap<>();
        model.put("organisation", organisation.name());
        model.put("address", "/o/" + organisation.slug() + "/password");
        model.put("code", code);
        model.put("problem", problem == null ? "" : problem);
        return new ModelAndView("login/choose-password", model, status);
    }
}

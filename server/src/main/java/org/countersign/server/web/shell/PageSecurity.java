package org.countersign.server.web.shell;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;

/**
 * The security that all chains of pages begin with: forms carry a token of their session, nothing is remembered for
 * people who are refused, and a refusal is a plain status that {@code /error} shows. Headers come from
 * {@link PageHeaders}.
 */
public final class PageSecurity {
    private PageSecurity() {}

    /** Prepares a chain of pages; its owner adds what it matches and who may pass. */
    public static HttpSecurity prepare(HttpSecurity http) throws Exception {
        return http.headers(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionFixation(fixation -> fixation.changeSessionId()))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                                (request, response, refusal) -> response.sendError(403))
                        .accessDeniedHandler((request, response, refusal) -> response.sendError(403)));
    }
}

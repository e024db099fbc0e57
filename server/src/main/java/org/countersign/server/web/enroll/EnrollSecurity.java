package org.countersign.server.web.enroll;

import org.countersign.server.web.shell.PageSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Lets everybody read the self-enrollment page: the secret is in the link's fragment, which never comes here. */
@Configuration(proxyBeanMethods = false)
class EnrollSecurity {
    private static final String[] FORMS = {"/o/*/enroll/standard", "/o/*/enroll/standard/proof", "/o/*/enroll/word"};

    @Bean
    @Order(5)
    SecurityFilterChain enrollChain(HttpSecurity http) throws Exception {
        return PageSecurity.prepare(http)
                .securityMatcher("/o/*/enroll", "/o/*/enroll/**")
                // Whoever makes somebody else's browser send these forms must know the code or string from the mail:
                // nothing to forge.
                .csrf(csrf -> csrf.ignoringRequestMatchers(FORMS))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, FORMS)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}

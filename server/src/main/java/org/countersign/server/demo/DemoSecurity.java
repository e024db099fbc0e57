package org.countersign.server.demo;

import org.countersign.server.web.shell.PageSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Lets everybody on this machine read the demo's pages; there is nothing to send to them. */
@OnlyInDemo
@Configuration(proxyBeanMethods = false)
class DemoSecurity {

    @Bean
    @Order(30)
    SecurityFilterChain demoChain(HttpSecurity http) throws Exception {
        return PageSecurity.prepare(http)
                .securityMatcher("/", "/demo/**")
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/", "/demo/**")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}

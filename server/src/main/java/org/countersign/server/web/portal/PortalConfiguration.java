package org.countersign.server.web.portal;

import org.countersign.server.web.shell.PageSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Everybody may open the portal; what it shows is decided by what the browser's session has proven. */
@Configuration(proxyBeanMethods = false)
class PortalConfiguration {

    @Bean
    @Order(61)
    SecurityFilterChain portalPages(HttpSecurity http) throws Exception {
        return PageSecurity.prepare(http)
                .securityMatcher("/portal/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}

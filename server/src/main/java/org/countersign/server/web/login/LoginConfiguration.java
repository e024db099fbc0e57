package org.countersign.server.web.login;

import org.countersign.server.web.shell.PageSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Pages below an organisation's address are open to everybody; what they show is decided by the browser's session. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    @Bean
    @Order(60)
    SecurityFilterChain organisationPages(HttpSecurity http) throws Exception {
        return PageSecurity.prepare(http)
                .securityMatcher("/o/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}

package org.countersign.server.users;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What passwords and PINs cost in production. */
@Configuration(proxyBeanMethods = false)
class UsersConfiguration {
    @Bean
    PasswordCost passwordCost() {
        return PasswordCost.OWASP;
    }
}

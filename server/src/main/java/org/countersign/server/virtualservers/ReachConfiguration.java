package org.countersign.server.virtualservers;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts {@link ReachFilter} before everything that asks the database. */
@Configuration(proxyBeanMethods = false)
class ReachConfiguration {
    @Bean
    FilterRegistrationBean<ReachFilter> reachFilter(VirtualServers virtualServers) {
        FilterRegistrationBean<ReachFilter> registration =
                new FilterRegistrationBean<>(new ReachFilter(virtualServers));
        registration.addUrlPatterns("/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        registration.setAsyncSupported(true);
        return registration;
    }
}

package org.countersign.server.protocol.device;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How the device API is served: devices sign what they say, so there is no session, no cookie and no form token. */
@Configuration(proxyBeanMethods = false)
class DeviceConfiguration implements WebMvcConfigurer {

    @Bean
    FilterRegistrationBean<OriginGuard> originGuard(CountersignSettings settings, AppFiles files) {
        FilterRegistrationBean<OriginGuard> registration =
                new FilterRegistrationBean<>(new OriginGuard(settings, files));
        registration.addUrlPatterns("/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        registration.setAsyncSupported(true);
        return registration;
    }

    /** No filter of Spring's: {@link OriginGuard} has looked at the request, and devices sign what they say. */
    @Bean
    @Order(10)
    SecurityFilterChain deviceSecurity() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/device/**"));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new DeviceBody.Resolver());
    }
}

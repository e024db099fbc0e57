package org.countersign.server.web.shell;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.countersign.server.kernel.CountersignSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.unit.DataSize;

/** Puts the shell's filters first, hardens the session cookie, and closes every address that no module claims. */
@Configuration(proxyBeanMethods = false)
class ShellConfiguration {

    @Bean
    FilterRegistrationBean<PageHeaders> pageHeaders(CountersignSettings settings) {
        return first(new PageHeaders(settings), 10);
    }

    @Bean
    FilterRegistrationBean<ConfiguredOrigin> configuredOrigin(CountersignSettings settings) {
        return first(new ConfiguredOrigin(settings), 11);
    }

    @Bean
    FilterRegistrationBean<TooLargeFilter> tooLarge(
            @Value("${spring.servlet.multipart.max-request-size}") DataSize most) {
        return first(new TooLargeFilter(most), 12);
    }

    /** Over HTTPS the cookie is bound to this host, so that no neighbour below the same domain can plant one. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> sessionCookie(CountersignSettings settings) {
        return factory -> {
            if ("https".equals(settings.pagesOrigin().getScheme())) {
                factory.getSettings().getSession().getCookie().setSecure(true);
                factory.getSettings().getSession().getCookie().setName("__Host-countersign");
            }
        };
    }

    /** Whatever no other chain matches: assets, errors and health; all else is not found. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
        return PageSecurity.prepare(http)
                .csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/", "/assets/**", "/favicon.ico", "/favicon.svg", "/error", "/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                                (request, response, refusal) -> response.sendError(404))
                        .accessDeniedHandler((request, response, refusal) -> response.sendError(404)))
                .build();
    }

    private static <T extends Filter> FilterRegistrationBean<T> first(T filter, int place) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        return registration;
    }
}

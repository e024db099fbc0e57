package org.countersign.server.protocol.rest;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The REST API knows keys and no browser: no session, no cookie, no form token. */
@Configuration(proxyBeanMethods = false)
class RestConfiguration implements WebMvcConfigurer {

    /** No filter of Spring's: {@link ApiKeyFilter} decides, and this path must be lean. */
    @Bean
    @Order(20)
    SecurityFilterChain restSecurity() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/api/**"));
    }

    @Bean
    Ticker elapsed() {
        return Ticker.systemTicker();
    }

    @Bean
    FilterRegistrationBean<ApiKeyFilter> apiKeyFilter(ApiClients clients) {
        FilterRegistrationBean<ApiKeyFilter> registration = new FilterRegistrationBean<>(new ApiKeyFilter(clients));
        registration.addUrlPatterns("/api/*");
        return registration;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ApiClientResolver());
    }
}

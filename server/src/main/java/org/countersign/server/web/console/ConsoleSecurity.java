package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.users.OperatorSessions;
import org.countersign.server.virtualservers.VirtualServers;
import org.countersign.server.web.shell.PageSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/** Who may see the console: operators who are signed in to the virtual server in the address, and nobody else. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {
    /** The form and the steps that follow: each of them looks for itself how far the browser has come. */
    private static final String[] SIGN_IN = {"/console", "/console/{slug}/sign-in", "/console/{slug}/sign-in/**"};

    @Bean
    CookieCsrfTokenRepository consoleCsrfTokens(CountersignSettings settings) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("countersign_operator_form");
        tokens.setCookiePath("/console");
        tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true)
                .secure("https".equals(settings.pagesOrigin().getScheme()))
                .sameSite("Strict"));
        return tokens;
    }

    @Bean
    @Order(20)
    SecurityFilterChain consoleChain(
            HttpSecurity http,
            VirtualServers virtualServers,
            OperatorSessions sessions,
            OperatorCookie cookie,
            CookieCsrfTokenRepository consoleCsrfTokens)
            throws Exception {
        return PageSecurity.prepare(http)
                .securityMatcher("/console", "/console/**")
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // A session is known anew with each call, which is no reason for new tokens: forms in other tabs stay
                // good.
                .csrf(csrf -> csrf.csrfTokenRepository(consoleCsrfTokens)
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .addFilterBefore(
                        new OperatorFilter(virtualServers, sessions, cookie), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers(SIGN_IN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, refused) -> sendToSignIn(request, response, virtualServers)))
                .build();
    }

    private static void sendToSignIn(
            HttpServletRequest request, HttpServletResponse response, VirtualServers virtualServers)
            throws IOException {
        String slug = OperatorFilter.slug(request.getRequestURI()).orElse("");
        if (virtualServers.find(slug).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String signIn = "/console/" + slug + "/sign-in";
        if (request.getMethod().equals("GET")) {
            String query = request.getQueryString();
            String wanted = query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
            signIn += "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
        }
        response.sendRedirect(signIn);
    }
}

package org.countersign.server.secrecy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Keeps the address of every request a server gets and the text of every error it answers. */
final class HttpRecorder {
    /** Answers that are not there when the request has been handled: their bodies would be lost here. */
    private static final Pattern LONG = Pattern.compile(".*(/stream|/progress|/push-requests/[^/]+)");

    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    List<String> addresses() {
        return addresses;
    }

    List<String> errors() {
        return errors;
    }

    /** Puts it into a server. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        HttpRecorder httpRecorder() {
            return new HttpRecorder();
        }

        @Bean
        FilterRegistrationBean<Filter> recording(HttpRecorder recorder) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(recorder.filter());
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
            registration.setAsyncSupported(true);
            return registration;
        }
    }

    private Filter filter() {
        return (request, response, chain) -> {
            HttpServletRequest asked = (HttpServletRequest) request;
            String query = asked.getQueryString() == null ? "" : "?" + asked.getQueryString();
            addresses.add(asked.getRequestURI() + query);
            if (LONG.matcher(asked.getRequestURI()).matches()) {
                chain.doFilter(request, response);
                return;
            }
            ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper((HttpServletResponse) response);
            chain.doFilter(request, answer);
            if (answer.getStatus() >= 400) {
                errors.add(
                        answer.getStatus() + " " + new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8));
            }
            answer.copyBodyToResponse();
        };
    }
}

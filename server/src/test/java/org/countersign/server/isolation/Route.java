package org.countersign.server.isolation;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * An address of the server and the places where it takes something from the caller, read from the running server: a new
 * address is in the matrix from the day it exists.
 *
 * @param inPath places in the path, without the virtual server's name
 * @param asParameter query or form fields
 * @param inBody names of the members of a JSON body
 */
public record Route(String method, String pattern, List<String> inPath, List<Member> asParameter, List<Member> inBody) {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /** Belong to no virtual server, or say by a signature or a session of their own whom they are for. */
    private static final List<String> ELSEWHERE =
            List.of("/device/", "/error", "/assets/", "/favicon", "/demo", "/login");

    /** Begin and end the caller's own session. */
    private static final List<String> OWN_SESSION = List.of("/sign-in", "/sign-out");

    /** Asks every operator for a second factor, which nobody has here: whatever came after it would see sign-in pages. */
    private static final String ENDS_SESSIONS = "/operators/rule";

    /** Words that places and members of these names take, so that what comes after them is read at all. */
    private static final Map<String, String> USUAL = Map.ofEntries(
            entry("act", "SUSPEND"),
            entry("every", "WEEK"),
            entry("group", "tokens"),
            entry("language", "en"),
            entry("mail", "somebody@example.com"),
            entry("address", "somebody@example.com"),
            entry("report", "users-with-tokens"),
            entry("weekday", "MONDAY"),
            entry("zone", "UTC"));

    /**
     * A member of a JSON body, or a field.
     *
     * @param name within another member, after that one's name and a dot
     * @param sent what is sent in it where nothing else is: something of its type
     * @param isText whether an identifier fits
     */
    public record Member(String name, Object sent, boolean isText) {
        static Member of(String name, Class<?> type) {
            Object sent = USUAL.getOrDefault(name, "1");
            if (Collection.class.isAssignableFrom(type)) {
                sent = List.of(sent);
            } else if (type == boolean.class || type == Boolean.class) {
                // On everything there is, instead of on what is named.
                sent = !name.equals("all");
            } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
                sent = 1;
            }
            return new Member(name, sent, !(sent instanceof Boolean || sent instanceof Number));
        }

        /** One that holds one of some words, a number or a moment: no identifier fits. */
        static Member chosen(String name, String usual) {
            return new Member(name, usual, false);
        }

        static Member text(String name) {
            return new Member(name, "1", true);
        }

        /** One that narrows what is found. */
        static Member optional(String name) {
            return new Member(name, "", true);
        }

        Member within(String outer) {
            return new Member(outer + name, sent, isText);
        }

        /** Returns what is sent in it as a field of a form where nothing else is. */
        public String asField() {
            return sent instanceof List<?> list ? list.getFirst().toString() : sent.toString();
        }

        /** Returns what to send so that it holds {@code text}. */
        public Object holding(String text) {
            return sent instanceof List ? List.of(text) : text;
        }
    }

    public Route {
        inPath = List.copyOf(inPath);
        asParameter = fitting(pattern, asParameter);
        inBody = fitting(pattern, inBody);
    }

    /** Acts on users themselves are others than those on their tokens. */
    private static List<Member> fitting(String pattern, List<Member> members) {
        return members.stream()
                .map(member ->
                        isOnPeople(pattern) && member.name().equals("act") ? Member.chosen("act", "disable") : member)
                .toList();
    }

    /** Says whether an address takes acts on many users themselves. */
    static boolean isOnPeople(String pattern) {
        return pattern.contains("/bulk/people") || pattern.contains("/bulk-jobs/people");
    }

    /** Returns all addresses that people and programs of a virtual server are meant to use. */
    public static List<Route> of(RunningServer server) {
        List<HandlerMethodArgumentResolver> makers = Objects.requireNonNullElse(
                server.part("requestMappingHandlerAdapter", RequestMappingHandlerAdapter.class)
                        .getCustomArgumentResolvers(),
                List.of());
        Predicate<MethodParameter> made =
                parameter -> makers.stream().anyMatch(maker -> maker.supportsParameter(parameter));
        List<Route> routes = new ArrayList<>();
        server.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> routes.addAll(read(mapping, handler, made)));
        routes.sort(Comparator.comparing((Route route) -> route.pattern().endsWith(ENDS_SESSIONS))
                .thenComparing(Route::toString));
        return routes;
    }

    /** Returns a word that fits a place of the path that is no identifier, or {@code otherwise} where one is. */
    public String usual(String place, String otherwise) {
        return switch (place) {
            case "kind" -> pattern.contains("/mails/") ? "enrollment" : "users-with-tokens";
            case "number" -> "1";
            default -> USUAL.getOrDefault(place, otherwise);
        };
    }

    /** Returns the JSON body with {@code text} in {@code place}, and what fits everywhere else. */
    public Map<String, Object> body(String place, String text) {
        Map<String, Object> body = new HashMap<>();
        for (Member member : inBody) {
            Object value = member.name().equals(place) ? member.holding(text) : member.sent();
            String[] names = member.name().split("\\.", -1);
            Map<String, Object> inner = body;
            for (int i = 0; i < names.length - 1; i++) {
                @SuppressWarnings("unchecked")
                Map<String, Object> next =
                        (Map<String, Object>) inner.computeIfAbsent(names[i], name -> new HashMap<String, Object>());
                inner = next;
            }
            inner.put(names[names.length - 1], value);
        }
        return body;
    }

    public boolean hasParameter(String name) {
        return asParameter.stream().anyMatch(field -> field.name().equals(name));
    }

    /** Says whether whoever is signed in somewhere may send anything there, and stays signed in. */
    public boolean isForPeople() {
        return ELSEWHERE.stream().noneMatch(pattern::startsWith)
                && !pattern.contains("/login/{key}")
                && !pattern.endsWith("/arrived/{key}")
                && OWN_SESSION.stream().noneMatch(pattern::endsWith);
    }

    public boolean isRest() {
        return pattern.startsWith("/api/");
    }

    /** Says whether its answers depend on a virtual server's things that the caller names. */
    public boolean takesSomething() {
        return !(inPath.isEmpty() && asParameter.isEmpty() && inBody.isEmpty());
    }

    @Override
    public String toString() {
        return method + ' ' + pattern;
    }

    private static List<Route> read(
            RequestMappingInfo mapping, HandlerMethod handler, Predicate<MethodParameter> made) {
        List<Route> routes = new ArrayList<>();
        for (String pattern : mapping.getPatternValues()) {
            for (RequestMethod mapped : mapping.getMethodsCondition().getMethods()) {
                String method = HttpMethod.valueOf(mapped.name()).name();
                List<String> inPath = PLACE.matcher(pattern)
                        .results()
                        .map((MatchResult place) -> place.group(1))
                        .filter(name -> !name.equals("slug"))
                        .toList();
                routes.add(new Route(
                        method,
                        pattern,
                        inPath,
                        Fields.ofForms(method + ' ' + pattern, handler, made),
                        Fields.ofBodies(handler)));
            }
        }
        return routes;
    }
}

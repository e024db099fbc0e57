package org.countersign.server.isolation;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.countersign.server.testing.RunningServer;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
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

    /**
     * A member of a JSON body, or a field.
     *
     * @param sent what is sent in it where nothing else is: something of its type
     * @param isText whether an identifier fits
     */
    public record Member(String name, Object sent, boolean isText) {
        static Member of(String name, Class<?> type) {
            Object sent = "1";
            if (Collection.class.isAssignableFrom(type)) {
                sent = List.of("1");
            } else if (Map.class.isAssignableFrom(type)) {
                sent = Map.of();
            } else if (type == boolean.class || type == Boolean.class) {
                sent = true;
            } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
                sent = 1;
            }
            return new Member(name, sent, sent.equals("1") || sent instanceof List);
        }

        /** Returns what is sent in it as a field of a form where nothing else is. */
        public String asField() {
            return sent instanceof Boolean ? "true" : "1";
        }

        /** Returns what to send so that it holds {@code identifier}. */
        public Object holding(String identifier) {
            return sent instanceof List ? List.of(identifier) : identifier;
        }
    }

    public Route {
        inPath = List.copyOf(inPath);
        asParameter = List.copyOf(asParameter);
        inBody = List.copyOf(inBody);
    }

    /** Returns all addresses that people and programs of a virtual server are meant to use. */
    public static List<Route> of(RunningServer server) {
        List<Route> routes = new ArrayList<>();
        server.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> routes.addAll(read(mapping, handler)));
        routes.sort(Comparator.comparing(Route::toString));
        return routes;
    }

    public boolean hasParameter(String name) {
        return asParameter.stream().anyMatch(field -> field.name().equals(name));
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

    private static List<Route> read(RequestMappingInfo mapping, HandlerMethod handler) {
        List<Route> routes = new ArrayList<>();
        for (String pattern : mapping.getPatternValues()) {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                List<String> inPath = PLACE.matcher(pattern)
                        .results()
                        .map((MatchResult place) -> place.group(1))
                        .filter(name -> !name.equals("slug"))
                        .toList();
                routes.add(new Route(
                        HttpMethod.valueOf(method.name()).name(),
                        pattern,
                        inPath,
                        parameters(handler),
                        members(handler)));
            }
        }
        return routes;
    }

    private static List<Member> parameters(HandlerMethod handler) {
        List<Member> fields = new ArrayList<>();
        for (Parameter parameter : handler.getMethod().getParameters()) {
            RequestParam given = parameter.getAnnotation(RequestParam.class);
            if (given != null) {
                String named = given.name().isEmpty() ? given.value() : given.name();
                fields.add(Member.of(named.isEmpty() ? parameter.getName() : named, parameter.getType()));
            }
        }
        return fields;
    }

    private static List<Member> members(HandlerMethod handler) {
        List<Member> members = new ArrayList<>();
        for (Parameter parameter : handler.getMethod().getParameters()) {
            if (parameter.isAnnotationPresent(RequestBody.class)
                    && parameter.getType().isRecord()) {
                for (RecordComponent part : parameter.getType().getRecordComponents()) {
                    members.add(Member.of(part.getName(), part.getType()));
                }
            }
        }
        return members;
    }
}

package org.countersign.server.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.countersign.server.kernel.Reach;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorScope;
import org.countersign.server.users.Operators;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Stands before every page and act of the console: the operator's role must allow it, nobody touches a person who may do more than
 * they or sees more people, and sensitive acts need a second factor that is fresh. What says nothing about permissions is closed.
 */
@Component
class ConsoleGuard implements HandlerInterceptor, WebMvcConfigurer {
    /** Request attribute with the visit as it stands for this request. */
    private static final String VISIT = ConsoleGuard.class.getName() + ".visit";

    /** Addresses whose id is a user's. */
    private static final List<String> PEOPLE =
            List.of("/console/{slug}/users/{id}", "/console/{slug}/provision/tasks/{number}/users/{id}");

    private final Operators operators;
    private final Tokens tokens;
    private final Reactions reactions;
    private final InstantSource time;

    ConsoleGuard(Operators operators, Tokens tokens, Reactions reactions, InstantSource time) {
        this.operators = operators;
        this.tokens = tokens;
        this.reactions = reactions;
        this.time = time;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/console", "/console/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || find(method, Open.class) != null) {
            return true;
        }
        Needs needs = find(method, Needs.class);
        if (needs == null) {
            throw new IllegalStateException(method + " does not say which permission it needs");
        }
        signedIn()
                .map(OperatorVisit::operator)
                .map(Operator::scope)
                .filter(OperatorScope::limited)
                .ifPresent(scope -> Reach.narrow(scope.containers()));
        OperatorVisit visit = signedIn()
                .map(operator -> operator.about(isAboutSomebodyAbove(operator, request)))
                .orElseThrow(() -> new IllegalStateException("a page of the console was reached without an operator"));
        request.setAttribute(VISIT, visit);
        Optional<ConsolePlace> elsewhere = placeInstead(visit, needs, request);
        if (elsewhere.isPresent()) {
            response.sendRedirect(visit.path(elsewhere.get().path()));
            return false;
        }
        boolean closed = visit.limited() && find(method, WholeServer.class) != null;
        if (closed || !visit.may(needs.value(), needs.act())) {
            operators.recordNotPermitted(
                    visit.operator(),
                    closed
                            ? "the whole virtual server"
                            : visit.above() ? "somebody above" : needs.value() + "." + needs.act(),
                    request.getRequestURI(),
                    request.getRemoteAddr());
            throw new NotPermitted(visit, needs.value(), needs.act());
        }
        if (find(method, Sensitive.class) != null && visit.session().isStaleAt(time.instant())) {
            response.sendRedirect(
                    visit.path("/confirm") + "?next=" + URLEncoder.encode(pageOf(request), StandardCharsets.UTF_8));
            return false;
        }
        return true;
    }

    /** The first page is where everybody arrives: whose role does not open it begins at the first place that it does. */
    private static Optional<ConsolePlace> placeInstead(OperatorVisit visit, Needs needs, HttpServletRequest request) {
        boolean first = request.getRequestURI().equals(visit.path(""));
        return first && !visit.may(needs.value(), needs.act())
                ? ConsolePlace.of(visit).stream().findFirst()
                : Optional.empty();
    }

    /** Returns the visit of this request. */
    static OperatorVisit visit(@Nullable Object attribute) {
        if (attribute instanceof OperatorVisit visit) {
            return visit;
        }
        return signedIn()
                .orElseThrow(() -> new IllegalStateException("a page of the console was reached without an operator"));
    }

    static String attribute() {
        return VISIT;
    }

    private static Optional<OperatorVisit> signedIn() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof OperatorVisit visit
                ? Optional.of(visit)
                : Optional.empty();
    }

    private static <A extends Annotation> @Nullable A find(HandlerMethod method, Class<A> type) {
        A own = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), type);
        return own == null ? AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), type) : own;
    }

    /** Where to go on after the second factor: the page itself, or for an act the page that it was sent from. */
    private static String pageOf(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (request.getMethod().equals("GET")) {
            return request.getQueryString() == null ? path : path + '?' + request.getQueryString();
        }
        String from = request.getHeader("Referer");
        int at = from == null ? -1 : from.indexOf("/console/");
        return from == null || at < 0 ? "/console/" + OperatorFilter.slug(path).orElse("") : from.substring(at);
    }

    /** The people whom a request is about stand in its address, or in fields that name users and tokens. */
    private boolean isAboutSomebodyAbove(OperatorVisit visit, HttpServletRequest request) {
        List<UserId> people = new ArrayList<>();
        ids(request, "user", "users").map(UserId::new).forEach(people::add);
        ids(request, "token", "tokens")
                .forEach(id -> owner(visit, new TokenId(id)).ifPresent(people::add));
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String route = pattern == null ? "" : pattern.toString();
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get("id") instanceof String text) {
            ConsoleIds.uuid(text).ifPresent(id -> {
                if (PEOPLE.stream().anyMatch(route::startsWith)) {
                    people.add(new UserId(id));
                } else if (route.startsWith("/console/{slug}/tokens/{id}")) {
                    owner(visit, new TokenId(id)).ifPresent(people::add);
                } else if (route.startsWith("/console/{slug}/reported/{id}")) {
                    reactions.find(visit.id(), id).map(Report::user).ifPresent(people::add);
                }
            });
        }
        return !operators.above(visit.id(), visit.acting(), people).isEmpty();
    }

    private Optional<UserId> owner(OperatorVisit visit, TokenId token) {
        return tokens.find(visit.id(), token).flatMap(Token::owner);
    }

    private static Stream<UUID> ids(HttpServletRequest request, String... names) {
        return Stream.of(names)
                .flatMap(name -> Optional.ofNullable(request.getParameterValues(name)).stream())
                .flatMap(Stream::of)
                .limit(10_000)
                .flatMap(text -> ConsoleIds.uuid(text).stream());
    }
}

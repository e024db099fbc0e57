package org.countersign.server.protocol.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.countersign.server.reactions.Reactions;
import org.countersign.server.reactions.Report;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.Operator;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Operators;
import org.countersign.server.users.Permissions;
import org.countersign.server.virtualservers.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Stands before every call of the REST API as the console's guard does before its pages: the key's role must allow it, and nobody
 * touches a person whose role allows more than the key's. A suspended virtual server is not managed with keys either. What says nothing about permissions is for keys that may do everything.
 */
@Component
class KeyGuard implements HandlerInterceptor, WebMvcConfigurer {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Addresses whose id is a user's. */
    private static final List<String> PEOPLE =
            List.of("/api/v1/users/{id}", "/api/v1/provisioning-tasks/{number}/users/{id}");

    private final Operators operators;
    private final Tokens tokens;
    private final Reactions reactions;
    private final VirtualServers virtualServers;

    KeyGuard(Operators operators, Tokens tokens, Reactions reactions, VirtualServers virtualServers) {
        this.operators = operators;
        this.tokens = tokens;
        this.reactions = reactions;
        this.virtualServers = virtualServers;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").excludePathPatterns(ApiKeyFilter.DOCUMENT);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || !(request.getAttribute(ApiKeyFilter.CLIENT) instanceof ApiClient client)
                || find(method, ForAgents.class) != null) {
            return true;
        }
        Given.scope(client, ApiScope.MANAGE);
        if (virtualServers.get(client.application().virtualServer()).suspended()) {
            throw new RestRefusal(
                    HttpStatus.FORBIDDEN,
                    "virtual_server_suspended",
                    "Your provider has suspended this virtual server. Nothing can be changed or read until it is resumed.");
        }
        KeyNeeds needs = find(method, KeyNeeds.class);
        boolean allowed = needs == null
                ? client.permissions().cover(Permissions.EVERYTHING)
                : client.permissions().allow(needs.value(), needs.act());
        if (!allowed) {
            throw new RestRefusal(
                    HttpStatus.FORBIDDEN,
                    "permission_missing",
                    "The role of this key does not allow "
                            + (needs == null ? "this" : needs.value() + "." + needs.act()) + ".");
        }
        if (needs == null || needs.act() != OperatorAct.VIEW) {
            person(client, request).ifPresent(user -> requireNotAbove(client, List.of(user)));
        }
        return true;
    }

    /** Refuses a call that asks for more than its address says. */
    void require(ApiClient client, OperatorModule module, OperatorAct act) {
        if (!client.permissions().allow(module, act)) {
            throw new RestRefusal(
                    HttpStatus.FORBIDDEN,
                    "permission_missing",
                    "The role of this key does not allow " + module + "." + act + ".");
        }
    }

    /** Refuses a call about people of whom one may do more than the key. */
    void requireNotAbove(ApiClient client, Collection<UserId> users) {
        List<Operator> above = operators.above(client.application().virtualServer(), client.acting(), users);
        if (!above.isEmpty()) {
            throw new RestRefusal(
                    HttpStatus.FORBIDDEN,
                    "above_role",
                    "This is about an operator who may do more than this key: "
                            + above.getFirst().userName() + ".");
        }
    }

    static <A extends Annotation> @Nullable A find(HandlerMethod method, Class<A> type) {
        A own = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), type);
        return own == null ? AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), type) : own;
    }

    /** Returns whom a call is about by its address. */
    private Optional<UserId> person(ApiClient client, HttpServletRequest request) {
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (route == null
                || !(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                        instanceof Map<?, ?> variables)
                || !(variables.get("id") instanceof String text)
                || !ID.matcher(text).matches()) {
            return Optional.empty();
        }
        UUID id = UUID.fromString(text);
        if (PEOPLE.stream().anyMatch(route.toString()::startsWith)) {
            return Optional.of(new UserId(id));
        }
        if (route.toString().startsWith("/api/v1/reported-sign-ins/{id}")) {
            return reactions.find(client.application().virtualServer(), id).map(Report::user);
        }
        return route.toString().startsWith("/api/v1/tokens/{id}")
                ? tokens.find(client.application().virtualServer(), new TokenId(id))
                        .flatMap(Token::owner)
                : Optional.empty();
    }
}

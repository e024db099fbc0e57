package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

@DisplayName("Every rule does something: two values, and what is seen under each")
class PolicyEffectsTest {
    private static final Map<PolicyRule, PolicyEffects> EFFECTS = PolicyEffects.all();

    private final RunningServer server = RunningServer.get();

    @Test
    void everyRuleHasAnEffect() {
        assertThat(EFFECTS).containsOnlyKeys(PolicyRule.values());
    }

    @ParameterizedTest
    @EnumSource
    void acts(PolicyRule rule) throws ClassNotFoundException {
        switch (Objects.requireNonNull(EFFECTS.get(rule))) {
            case PolicyEffects.Shown(String test) ->
                assertThat(tests(test.substring(0, test.indexOf('#'))))
                        .as("the test that shows it")
                        .contains(test.substring(test.indexOf('#') + 1));
            case PolicyEffects.Seen seen -> {
                assertThat(seen.seen()).isNotEqualTo(seen.seenThen());
                assertThat(under(rule, seen.one(), seen)).as(seen.one()).isEqualTo(seen.seen());
                assertThat(under(rule, seen.other(), seen)).as(seen.other()).isEqualTo(seen.seenThen());
            }
        }
    }

    private static Iterable<String> tests(String name) throws ClassNotFoundException {
        return Arrays.stream(Class.forName("org.countersign.server." + name).getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .toList();
    }

    private String under(PolicyRule rule, String value, PolicyEffects.Seen seen) {
        VirtualServer acme = server.newVirtualServer();
        Map<PolicyRule, String> typed = new EnumMap<>(PolicyRule.class);
        typed.putAll(seen.besides());
        typed.put(rule, value);
        PolicyDraft draft = PolicyDraft.of(PolicySettings.DEFAULT, typed);
        PolicySettings settings = draft.settings();
        assertThat(settings).as("%s", draft.wrong()).isNotNull();
        server.part(Policies.class).change(acme.id(), settings, new Actor.Server());
        return seen.effect().apply(new PolicyStage(server, acme, server.newUser(acme, "ada"), settings));
    }
}

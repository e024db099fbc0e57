package org.countersign.server.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.OperatorAct;
import org.countersign.server.users.OperatorModule;
import org.countersign.server.users.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@DisplayName("S15: every page and act of the console says which permission it needs")
class ConsolePermissionRulesTest {
    private static final RunningServer SERVER = RunningServer.get();

    @Test
    void noPageOrActOfTheConsoleIsWithoutAPermission() {
        List<String> faults = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry : handlers().entrySet()) {
            if (entry.getKey().getPatternValues().stream().anyMatch(path -> path.startsWith("/console"))) {
                seen++;
                String fault =
                        fault(entry.getValue().getBeanType(), entry.getValue().getMethod());
                if (fault != null) {
                    faults.add(fault);
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(seen).isGreaterThan(40);
    }

    @Test
    void noticesAPageThatSaysNothingOrNamesWhatNoRoleCanHold() throws NoSuchMethodException {
        assertThat(fault(Careless.class, Careless.class.getDeclaredMethod("nothing")))
                .contains("says nothing");
        assertThat(fault(Careless.class, Careless.class.getDeclaredMethod("unknown")))
                .contains("no role can hold");
        assertThat(fault(Careless.class, Careless.class.getDeclaredMethod("onlySeen")))
                .contains("only to see");
        assertThat(fault(Careless.class, Careless.class.getDeclaredMethod("fine")))
                .isNull();
    }

    @Test
    void onlyTheWayInIsOpen() {
        assertThat(handlers().values().stream()
                        .filter(method -> method.getBeanType().getPackageName().endsWith("web.console"))
                        .filter(method -> find(method.getBeanType(), method.getMethod(), Open.class) != null)
                        .map(method -> method.getBeanType().getSimpleName())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "OperatorSignInController",
                        "OperatorFactorPages",
                        "OperatorFactorSteps",
                        "OperatorEnrollController",
                        "OperatorConfirmController");
    }

    private static Map<RequestMappingInfo, HandlerMethod> handlers() {
        return SERVER.part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
    }

    private static @Nullable String fault(Class<?> type, Method method) {
        String name = type.getSimpleName() + "." + method.getName();
        if (find(type, method, Open.class) != null) {
            return null;
        }
        Needs needs = find(type, method, Needs.class);
        if (needs == null) {
            return name + " says nothing about permissions";
        }
        if (!Permission.acts(needs.value()).contains(needs.act())) {
            return name + " needs what no role can hold: " + needs.value() + "." + needs.act();
        }
        boolean acts = AnnotatedElementUtils.hasAnnotation(method, PostMapping.class);
        return acts && needs.act() == OperatorAct.VIEW ? name + " acts, but needs only to see" : null;
    }

    private static <A extends java.lang.annotation.Annotation> @Nullable A find(
            Class<?> type, Method method, Class<A> annotation) {
        A own = AnnotatedElementUtils.findMergedAnnotation(method, annotation);
        return own == null ? AnnotatedElementUtils.findMergedAnnotation(type, annotation) : own;
    }

    /** What somebody in a hurry could write. */
    @SuppressWarnings("UnusedMethod") // they are looked at, not called
    private static final class Careless {
        void nothing() {}

        @Needs(value = OperatorModule.AUDIT, act = OperatorAct.REMOVE)
        void unknown() {}

        @PostMapping
        @Needs(OperatorModule.USERS)
        void onlySeen() {}

        @Needs(OperatorModule.USERS)
        void fine() {}
    }
}

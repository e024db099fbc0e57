package org.countersign.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.countersign.server.isolation.Route.Member;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

@DisplayName("The fields of an address are known, however its handler takes them")
class FieldsTest {
    /** A form that is bound to a record. */
    record Form(String because, String seen) {}

    static final class Forms {
        void ofAnyName(@RequestParam Map<String, String> typed, @RequestParam String before) {}

        void ofARecord(Form form) {}

        void ofSomethingElse(FieldsTest form) {}
    }

    private static List<String> names(String route, String method) {
        HandlerMethod handler = new HandlerMethod(
                new Forms(),
                List.of(Forms.class.getDeclaredMethods()).stream()
                        .filter(each -> each.getName().equals(method))
                        .findFirst()
                        .orElseThrow());
        return Fields.ofForms(route, handler, parameter -> false).stream()
                .map(Member::name)
                .toList();
    }

    @Test
    void areThoseOfARecord() {
        assertThat(names("POST /x", "ofARecord")).containsExactly("because", "seen");
    }

    @Test
    void areThoseThatAreDeclaredForAMap() {
        assertThat(names("GET /console/{slug}/audit", "ofAnyName"))
                .containsExactlyInAnyOrder("from", "to", "type", "actor", "user", "token", "ip", "text", "before");
        assertThat(names("POST /console/{slug}/policies/{group}", "ofAnyName")).contains("tokens.suite", "version");
    }

    @Test
    void stopTheTestsWhenNobodyDeclaredThem() {
        assertThatThrownBy(() -> names("GET /console/{slug}/new-page", "ofAnyName"))
                .hasMessageContaining("declare in Fields");
        assertThatThrownBy(() -> names("POST /x", "ofSomethingElse")).hasMessageContaining("are not known");
    }
}

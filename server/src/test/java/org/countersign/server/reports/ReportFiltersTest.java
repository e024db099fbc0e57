package org.countersign.server.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditEvent;
import org.countersign.server.audit.AuditType;
import org.countersign.server.enrollment.Provisioning;
import org.countersign.server.kernel.P256;
import org.countersign.server.kernel.Randomness;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestToken;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.NewDevice;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@DisplayName("Filters of reports (S14): each leaves what fits and nothing else")
class ReportFiltersTest {
    private final RunningServer server = RunningServer.get();
    private final Reports reports = server.part(Reports.class);
    private final VirtualServer acme = server.newVirtualServer("Acme");

    private UserAccount user(String userName, String name, String mail) {
        return server.part(Users.class)
                .create(acme.id(), userName, name, mail, null, new Actor.Server())
                .orElseThrow();
    }

    private String token(UserAccount user) {
        return TestToken.totp(server, user).token().serial();
    }

    private String tokenOnDevice(UserAccount user, String type, boolean capable, boolean enabled) {
        TestToken made = TestToken.totp(server, user);
        ECPublicKey key =
                (ECPublicKey) P256.generate(server.part(Randomness.class)).getPublic();
        server.part(Devices.class)
                .bind(made.token(), new NewDevice(key, "web", type, "OS", "Countersign Web", capable, enabled, null));
        return made.token().serial();
    }

    private void change(String serial, String what) {
        server.part(JdbcClient.class)
                .sql("update token set " + what + " where serial = ?")
                .param(serial)
                .update();
    }

    private List<String> only(ReportKind kind, String column, Map<String, String> filters) {
        ReportOrder.Understood understood = ReportOrder.read(kind, List.of(column), filters, null);
        assertThat(understood.wrong()).isEmpty();
        return reports.preview(acme.id(), understood.order(), 100).stream()
                .map(List::getFirst)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ADA, ada",
        "oka, ada",
        "okáf AD, ada",
        "acme, ada bruno",
        "lind acme, bruno",
        "'bruno lindqvist', bruno",
        "fruno, ''",
        "'ada bruno', ''",
        "'\u0301', ''",
        "ada%, ''"
    })
    void peopleAreFoundAsInTheListOfUsersAndOnce(String typed, String expected) {
        // Two of Ada's words begin with 'ada'.
        UserAccount ada = user("ada", "Ada Okafor", "ada.okafor@acme.example");
        UserAccount bruno = user("bruno", "Bruno Lindqvist", "lind@acme.example");
        user("chen", "Chen Wu", "chen@other.example");
        server.part(Provisioning.class).provision(acme.id(), List.of(ada.id(), bruno.id()), new Actor.Server());
        for (UserAccount account : List.of(ada, bruno)) {
            server.part(TransactionOperations.class)
                    .executeWithoutResult(status -> server.part(Audit.class)
                            .append(AuditEvent.of(acme.id(), AuditType.PUSH_REPORTED, new Actor.User(account.id()))
                                    .about(account.id())));
        }
        List<String> names = expected.isEmpty() ? List.of() : Arrays.asList(expected.split(" ", -1));
        assertThat(server.part(Users.class).search(acme.id(), typed, 10))
                .extracting(UserAccount::userName)
                .containsExactlyInAnyOrderElementsOf(names);
        for (ReportKind kind : ReportKind.values()) {
            Map<String, String> filters = Map.of("text", typed);
            assertThat(only(kind, "userName", filters)).as("%s", kind).containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(only(ReportKind.USERS_WITHOUT_SECOND_FACTOR, "userName", Map.of("text", "other.ex")))
                .containsExactly("chen");
    }

    @Test
    void tokensByState() {
        UserAccount ada = user("ada", "Ada", "ada@acme.example");
        String active = token(ada);
        Map<String, String> tokens = new HashMap<>();
        for (TokenState state : TokenState.values()) {
            if (state != TokenState.ACTIVE && state != TokenState.INVENTORY) {
                tokens.put(token(ada), "state = '" + state + "', name = '" + state + "'");
            }
        }
        String capped = token(ada);
        tokens.put(capped, "consecutive_failures = failure_cap, name = 'LOCKED'");
        tokens.forEach(this::change);
        for (String state : ReportFilter.TOKEN_STATE.choices()) {
            Map<String, String> filters = Map.of("token-state", state);
            switch (TokenState.valueOf(state)) {
                case ACTIVE -> {
                    assertThat(only(ReportKind.TOKEN_INVENTORY, "serial", filters))
                            .containsExactly(active);
                    assertThat(only(ReportKind.USERS_WITH_TOKENS, "serial", filters))
                            .containsExactly(active);
                }
                case INVENTORY ->
                    assertThat(only(ReportKind.USERS_WITH_TOKENS, "serial", filters))
                            .isEmpty();
                case LOCKED ->
                    assertThat(only(ReportKind.TOKEN_INVENTORY, "serial", filters))
                            .hasSize(2)
                            .contains(capped);
                default ->
                    assertThat(only(ReportKind.USERS_WITH_TOKENS, "tokenName", filters))
                            .containsExactly(state);
            }
        }
        assertThat(ReportFilter.TOKEN_STATE.choices())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(TokenState.values()).map(Enum::name).toList());
    }

    @Test
    void whoHoldsOnlyACappedTokenIsWithoutSecondFactor() {
        UserAccount ada = user("ada", "Ada", "ada@acme.example");
        String serial = token(ada);
        assertThat(only(ReportKind.USERS_WITHOUT_SECOND_FACTOR, "userName", Map.of()))
                .isEmpty();
        change(serial, "consecutive_failures = failure_cap");
        assertThat(only(ReportKind.USERS_WITHOUT_SECOND_FACTOR, "userName", Map.of()))
                .containsExactly("ada");
        assertThat(only(ReportKind.USERS_WITHOUT_SECOND_FACTOR, "userName", Map.of("user-state", "DISABLED")))
                .isEmpty();
    }

    @Test
    void tokensByPushDeviceAndMode() {
        UserAccount ada = user("ada", "Ada", "ada@acme.example");
        user("bruno", "Bruno", "bruno@acme.example");
        String enabled = tokenOnDevice(ada, "phone", true, true);
        String disabled = tokenOnDevice(ada, "desktop", true, false);
        String incapable = tokenOnDevice(ada, "tablet", false, true);
        String none = TestToken.hotp(server, ada).token().serial();
        for (ReportKind kind : List.of(ReportKind.TOKEN_INVENTORY, ReportKind.USERS_WITH_TOKENS)) {
            assertThat(only(kind, "serial", Map.of("push", "ENABLED"))).containsExactly(enabled);
            assertThat(only(kind, "serial", Map.of("push", "DISABLED"))).containsExactly(disabled);
            assertThat(only(kind, "push", Map.of("push", "NOT_APPLICABLE"))).containsOnly("Not applicable");
            assertThat(only(kind, "serial", Map.of("push", "NOT_APPLICABLE")))
                    .contains(incapable, none)
                    .doesNotContain(enabled, disabled, "");
            assertThat(only(kind, "serial", Map.of("device-type", "tablet"))).containsExactly(incapable);
        }
        assertThat(only(ReportKind.TOKEN_INVENTORY, "serial", Map.of("mode", "HOTP")))
                .containsExactly(none);
        assertThat(only(ReportKind.TOKEN_INVENTORY, "serial", Map.of("mode", "OCRA")))
                .isEmpty();
    }

    @Test
    void tokensByTheBeginningOfTheirSerialNumberAsTypedOrInCapitals() {
        UserAccount ada = user("ada", "Ada", "ada@acme.example");
        String own = token(ada);
        String other = token(ada);
        change(other, "serial = 'xy_" + other + "'");
        for (ReportKind kind : List.of(ReportKind.TOKEN_INVENTORY, ReportKind.USERS_WITH_TOKENS)) {
            assertThat(only(kind, "serial", Map.of("serial", own.toLowerCase(Locale.ROOT))))
                    .containsExactly(own);
            assertThat(only(kind, "serial", Map.of("serial", "xy_"))).containsExactly("xy_" + other);
            assertThat(only(kind, "serial", Map.of("serial", "xy%"))).isEmpty();
            assertThat(only(kind, "serial", Map.of("serial", own.substring(1)))).isEmpty();
        }
    }
}

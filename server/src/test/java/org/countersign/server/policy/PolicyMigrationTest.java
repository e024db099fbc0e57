package org.countersign.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules that an earlier version stored are the same rules afterwards. */
class PolicyMigrationTest {
    private static final RunningServer SERVER = RunningServer.get();

    private static final String OF_VERSION_ONE = """
            {"mode": "HOTP", "algorithm": "SHA1", "alphabet": "BASE32", "length": 7, "stepSeconds": 45, "driftSteps": 2,
             "lookAhead": 20, "lockThreshold": 4, "lockSeconds": 60, "failureCap": 50, "passwordThreshold": 6,
             "pushAllowed": false, "numberDigits": 6, "pushSeconds": 45, "unansweredLimit": 2, "mailedEnrollmentHours": 24}
            """;

    @Test
    void groupsTheRulesOfTheFirstVersion() throws IOException {
        VirtualServer acme = SERVER.newVirtualServer();
        JdbcClient jdbc = SERVER.part(JdbcClient.class);
        jdbc.sql("insert into policy values (?, 1, ?::jsonb, 'server', now())")
                .params(acme.id().value(), OF_VERSION_ONE)
                .update();
        String migration =
                new ClassPathResource("db/migration/V5__policy_groups.sql").getContentAsString(StandardCharsets.UTF_8);
        assertThat(jdbc.sql(migration.replace(" ? ", " ?? ")).update()).isEqualTo(1);
        String window = new ClassPathResource("db/migration/V8__rule_for_resynchronising.sql")
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(jdbc.sql(window.replace(" ? ", " ?? ")).update()).isEqualTo(1);
        String pins = new ClassPathResource("db/migration/V80__age_and_place_of_server_pins.sql")
                .getContentAsString(StandardCharsets.UTF_8);
        assertThat(jdbc.sql(pins.replace(" ? ", " ?? ")).update()).isEqualTo(1);
        PolicySettings grouped = SERVER.part(Policies.class).current(acme.id());
        assertThat(grouped.policyString()).isEqualTo("HOTP-SHA1-7-B32;PIN=NONE;PUSH=0;NUM=0");
        assertThat(grouped.locks()).isEqualTo(new LockRules(4, 60, 50, 6, true));
        assertThat(grouped.pin().place()).isEqualTo(PinPlace.EITHER);
        assertThat(grouped.pin().days()).isZero();
        assertThat(grouped.push()).isEqualTo(new PushRules(false, 6, 45, 2, 3, false, TargetRules.ALL));
        assertThat(grouped.tokens().driftSteps()).isEqualTo(2);
        assertThat(grouped.tokens().resynchroniseWindow()).isEqualTo(200);
        assertThat(grouped.tokens().suite()).isNull();
        assertThat(grouped.enrollment().mailedHours()).isEqualTo(24);
    }
}

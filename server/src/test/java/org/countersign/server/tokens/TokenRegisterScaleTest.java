package org.countersign.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.server.database.TableOwner;
import org.countersign.server.kernel.Reach;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes minutes, so it runs only when asked for: {@code -Dscale.tokens=1300000}. */
@DisplayName("S3: finding tokens among very many, below row-level security,")
@EnabledIfSystemProperty(named = "scale.tokens", matches = "[0-9]+")
class TokenRegisterScaleTest {
    private static final RunningServer SERVER = RunningServer.get();
    private static final Duration LONGEST = Duration.ofMillis(300);

    private final VirtualServer acme = SERVER.newVirtualServer();
    private final TokenRegister register = SERVER.part(TokenRegister.class);

    @Test
    void isFastWhateverIsLookedFor() {
        UserAccount ada = SERVER.newUser(acme, "ada");
        JdbcClient owner = TableOwner.of(SERVER);
        fill(owner, Integer.getInteger("scale.tokens"), ada);
        owner.sql("analyze token").update();
        Map<String, TokenFilter> filters = new LinkedHashMap<>();
        filters.put("all", TokenFilter.ALL);
        filters.put("far down", TokenFilter.ALL.after("ZZ00900000"));
        filters.put("serial", TokenFilter.of("ZZ0065", null, null));
        filters.put("exact serial", TokenFilter.of("zz00654321", null, null));
        for (TokenState state : TokenState.values()) {
            filters.put("state " + state, TokenFilter.of("", state, null));
        }
        for (TokenKind kind : TokenKind.values()) {
            filters.put("kind " + kind, TokenFilter.of("", null, kind));
        }
        for (RegisterEntry.Push push : List.of(RegisterEntry.Push.values())) {
            filters.put("push " + push, new TokenFilter("", List.of(), TokenState.ACTIVE, null, push, null));
        }
        filters.put(
                "user", new TokenFilter("", List.of(ada.id()), null, null, RegisterEntry.Push.NOT_APPLICABLE, null));
        Map<String, Long> slow = new LinkedHashMap<>();
        filters.forEach((name, filter) -> {
            long millis =
                    best(() -> assertThat(register.page(acme.id(), filter, 26)).isNotNull());
            System.out.println("SCALE " + name + ": " + millis + " ms");
            if (millis > LONGEST.toMillis()) {
                slow.put(name, millis);
            }
        });
        long counting = best(() -> assertThat(register.countByState(acme.id())).isNotEmpty());
        System.out.println("SCALE counts: " + counting + " ms");
        assertThat(slow).isEmpty();
        assertThat(counting).isLessThan(LONGEST.toMillis());
    }

    private long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Reach.outside(Reach.Extent.ONE, () -> {
                Reach.enter(acme.id());
                work.run();
            });
            best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
        }
        return best;
    }

    private void fill(JdbcClient owner, int count, UserAccount ada) {
        owner.sql("""
                insert into token (id, virtual_server_id, serial, state, kind, user_id, mode, algorithm, alphabet, length,
                                   step_seconds, drift_steps, look_ahead, resynchronise_window, policy_string, sealed_seed,
                                   consecutive_failures, lock_threshold, lock_seconds, failure_cap, push, created_at)
                select gen_random_uuid(), :virtualServer, 'ZZ' || lpad(n::text, 8, '0'),
                       case when n % 13 < 3 then 'INVENTORY' when n % 1000 = 7 then 'SUSPENDED' when n % 50000 = 8 then 'LOST'
                            when n % 50000 = 9 then 'LOCKED' else 'ACTIVE' end,
                       case when n % 40000 = 11 then 'HARDWARE' when n % 5000 = 12 then 'STANDARD' else 'APP' end,
                       case when n % 13 < 3 then null else :user::uuid end,
                       'TOTP', 'SHA256', 'DECIMAL', 6, 30, 1, 10, 200, 'P', decode('00', 'hex'),
                       case when n % 100000 = 21 then 100 else 0 end, 5, 60, 100,
                       case when n % 13 < 3 or n % 5000 = 12 or n % 40000 = 11 then null
                            when n % 20000 = 31 then 'DISABLED' else 'ENABLED' end,
                       now()
                from generate_series(1, :count) n
                """)
                .param("virtualServer", acme.id().value())
                .param("user", SERVER.newUser(acme, "everybody").id().value())
                .param("count", count)
                .update();
        owner.sql("update token set user_id = ? where virtual_server_id = ? and serial in ('ZZ00000017', 'ZZ00700012')")
                .params(ada.id().value(), acme.id().value())
                .update();
    }
}

package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.server.kernel.Randomness;
import org.countersign.server.testing.RunningServer;
import org.junit.jupiter.api.Test;

/** Other tests hash cheaply; what production pays is looked at here. */
class PasswordHashingTest {
    private final PasswordHashing production =
            new PasswordHashing(RunningServer.get().part(Randomness.class), new UsersConfiguration().passwordCost());

    @Test
    void costsWhatOwaspAsksFor() {
        assertThat(production.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void takesWhatWasHashedAtAnotherCost() {
        String cheap = new PasswordHashing(RunningServer.get().part(Randomness.class), new PasswordCost(64, 1))
                .hash("correct horse");
        assertThat(production.matches("correct horse", cheap)).isTrue();
        assertThat(production.matches("correct horsf", cheap)).isFalse();
        assertThat(production.matches("correct horse", null)).isFalse();
    }
}

package org.countersign.server.users;

import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.countersign.server.kernel.Randomness;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes of what people remember, passwords and PINs: Argon2id, one lane. As many at a time as there are processors: more
 * would only cost memory.
 */
@Component
public final class PasswordHashing {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;

    private final Argon2PasswordEncoder argon2;
    private final Semaphore atOnce = new Semaphore(Runtime.getRuntime().availableProcessors());

    /** A hash nobody has the password of: names without an account take as long as the others. */
    private final String nobody;

    PasswordHashing(Randomness randomness, PasswordCost cost) {
        this.argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, cost.memoryKib(), cost.passes());
        this.nobody = argon2.encode(HexFormat.of().formatHex(randomness.bytes(32)));
    }

    /** Returns the hash to keep, which names its own parameters and salt. */
    public String hash(String password) {
        return guarded(() -> argon2.encode(password));
    }

    /** Says whether {@code password} is what was hashed; takes as long without a hash. */
    public boolean matches(String password, @Nullable String hash) {
        return guarded(() -> argon2.matches(password, hash == null ? nobody : hash)) && hash != null;
    }

    private <T> T guarded(Supplier<T> work) {
        atOnce.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            atOnce.release();
        }
    }
}

package org.countersign.server.users;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Adds up the changes that counting people adds up, so that there are few of them. */
@Component
class UserTally {
    private static final int MOST_CHANGES = 500;

    private final UserTallyStore store;

    UserTally(UserTallyStore store) {
        this.store = store;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void addUp() {
        List<UUID> busy = store.unfolded(MOST_CHANGES);
        busy.forEach(store::fold);
    }
}

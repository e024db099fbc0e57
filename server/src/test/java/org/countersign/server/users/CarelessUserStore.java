package org.countersign.server.users;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.countersign.server.kernel.UserId;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The planted bug: says that everybody is active. */
class CarelessUserStore extends UserStore {
    private CarelessUserStore(JdbcClient jdbc, InstantSource time) {
        super(jdbc, time);
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    static class Planted {
        @Bean
        @Primary
        UserStore carelessUserStore(JdbcClient jdbc, InstantSource time) {
            return new CarelessUserStore(jdbc, time);
        }
    }

    @Override
    Optional<UserAccount> find(VirtualServerId virtualServer, String userName) {
        return super.find(virtualServer, userName).map(CarelessUserStore::active);
    }

    @Override
    Optional<UserAccount> find(VirtualServerId virtualServer, UserId id) {
        return super.find(virtualServer, id).map(CarelessUserStore::active);
    }

    @Override
    Map<UserId, UserAccount> named(VirtualServerId virtualServer, Collection<UserId> ids) {
        Map<UserId, UserAccount> all = super.named(virtualServer, ids);
        all.replaceAll((id, user) -> active(user));
        return all;
    }

    private static UserAccount active(UserAccount user) {
        return new UserAccount(
                user.id(),
                user.virtualServer(),
                user.userName(),
                user.displayName(),
                user.mail(),
                UserAccount.State.ACTIVE,
                user.placement());
    }
}

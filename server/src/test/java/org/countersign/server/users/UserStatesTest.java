package org.countersign.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S2 states of users")
class UserStatesTest {
    private static final Actor SERVER = new Actor.Server();
    private static final Set<String> ALL_DOORS = Set.of(
            "an answer to an open request",
            "an approval given before",
            "a new push request",
            "the login page",
            "a passcode over REST",
            "an enrollment begun before",
            "a new enrollment",
            "provisioning",
            "the link to choose a password");

    private final RunningServer server = RunningServer.get();
    private final UserStates states = server.part(UserStates.class);

    @Test
    void letsActiveUsersThroughEveryDoor() {
        assertThat(Doors.open(server, user -> {})).containsAll(ALL_DOORS);
    }

    @Test
    void keepsADisabledUserOutAtEveryDoor() {
        assertThat(Doors.open(server, user -> states.disable(user.virtualServer(), user.id(), SERVER)))
                .isEmpty();
    }

    @Test
    void keepsALockedUserOutAtEveryDoor() {
        Instant until = server.time().instant().plus(Duration.ofDays(1));
        assertThat(Doors.open(
                        server, user -> states.lock(user.virtualServer(), user.id(), until, "Stolen phone", SERVER)))
                .isEmpty();
    }

    @Test
    void keepsEverybodyOfASuspendedVirtualServerOutAtEveryDoor() {
        VirtualServers virtualServers = server.part(VirtualServers.class);
        assertThat(Doors.open(server, user -> virtualServers.suspend(user.virtualServer(), SERVER)))
                .isEmpty();
        assertThat(Doors.open(server, user -> {
                    virtualServers.suspend(user.virtualServer(), SERVER);
                    virtualServers.resume(user.virtualServer(), SERVER);
                }))
                .containsAll(ALL_DOORS);
    }

    @Test
    void noticesADoorThatDoesNotLook() {
        try (RunningServer careless = RunningServer.planted(CarelessUserStore.Planted.class)) {
            UserStates theirs = careless.part(UserStates.class);
            assertThat(Doors.open(careless, user -> theirs.disable(user.virtualServer(), user.id(), SERVER)))
                    .contains("an answer to an open request", "a new push request", "a new enrollment", "provisioning");
        }
    }

    @Test
    void givesEverythingBackWhenAUserIsEnabledAgain() {
        assertThat(Doors.open(server, user -> {
                    states.disable(user.virtualServer(), user.id(), SERVER);
                    states.enable(user.virtualServer(), user.id(), SERVER);
                }))
                .containsAll(ALL_DOORS);
    }

    @Test
    void endsALockByItselfAndOnRecord() {
        VirtualServer acme = server.newVirtualServer();
        UserAccount ada = server.newUser(acme, "ada");
        Instant until = server.time().instant().plus(Duration.ofMinutes(5));
        assertThat(states.lock(acme.id(), ada.id(), until, "Too many tries", SERVER))
                .isTrue();
        states.endLocks();
        assertThat(state(acme, ada)).isEqualTo(UserAccount.State.LOCKED);

        server.time().pass(Duration.ofMinutes(6));
        states.endLocks();

        assertThat(state(acme, ada)).isEqualTo(UserAccount.State.ACTIVE);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.USER_UNLOCKED), ada.id(), 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo("server"));
    }

    @Test
    void endsThePauseAfterWrongPasswordsToo() {
        VirtualServer acme = server.newVirtualServer();
        UserAccount ada = server.newUser(acme, "ada");
        Users users = server.part(Users.class);
        for (int i = 0; i < 5; i++) {
            users.checkPassword(acme.id(), "ada", "wrong");
        }
        assertThat(users.checkPassword(acme.id(), "ada", "correct horse")).isInstanceOf(PasswordCheck.Paused.class);
        assertThat(states.pausedUntil(ada)).isPresent();

        assertThat(states.unlock(acme.id(), ada.id(), SERVER)).isTrue();
        assertThat(states.unlock(acme.id(), ada.id(), SERVER)).isFalse();

        assertThat(users.checkPassword(acme.id(), "ada", "correct horse")).isInstanceOf(PasswordCheck.Accepted.class);
    }

    @Test
    void treatsAnotherVirtualServersUsersAsUnknown() {
        VirtualServer acme = server.newVirtualServer();
        VirtualServer other = server.newVirtualServer();
        UserAccount stranger = server.newUser(other, "stranger");

        assertThat(states.disable(acme.id(), stranger.id(), SERVER)).isFalse();
        assertThat(states.lock(acme.id(), stranger.id(), null, "x", SERVER)).isFalse();
        assertThat(states.unlock(acme.id(), stranger.id(), SERVER)).isFalse();
        assertThat(states.delete(acme.id(), stranger.id(), SERVER)).isFalse();
        assertThat(server.part(PasswordLinks.class).send(acme.id(), stranger.id(), SERVER))
                .isEqualTo(PasswordLinks.Sent.UNKNOWN);
        assertThat(server.part(PasswordLinks.class).set(acme.id(), stranger.id(), "long enough", SERVER))
                .isFalse();

        assertThat(state(other, stranger)).isEqualTo(UserAccount.State.ACTIVE);
    }

    private UserAccount.State state(VirtualServer virtualServer, UserAccount user) {
        return server.part(Users.class)
                .find(virtualServer.id(), user.id())
                .orElseThrow()
                .state();
    }
}

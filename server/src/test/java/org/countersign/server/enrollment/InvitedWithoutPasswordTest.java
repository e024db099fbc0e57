package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.countersign.device.Phone;
import org.countersign.server.audit.Actor;
import org.countersign.server.audit.AuditType;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** People who come from a file have no password, and a mailed activation asks for one. */
@DisplayName("S5, S6: whoever is invited without a password")
class InvitedWithoutPasswordTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final Users users = acme.server.part(Users.class);
    private final PasswordLinks passwords = acme.server.part(PasswordLinks.class);

    private UserAccount withoutPassword(String name) {
        return users.create(acme.acme.id(), name, name, name + "@example.com", null, new Actor.Server())
                .orElseThrow();
    }

    private String code(UserAccount user) {
        String text = acme.server.mailServer().text(String.valueOf(user.mail()), "Choose your password");
        String link = EnrollmentFixture.line(text, acme.server.pages() + "/o/" + acme.acme.slug() + "/password#");
        return link.substring(link.indexOf('#') + 1);
    }

    @Test
    void choosesOneByTheLinkThatComesToo_andEnrollsWithIt() throws Exception {
        UserAccount grace = withoutPassword("grace-" + acme.operatorMail.hashCode());

        String link = acme.mailedLink(grace);
        assertThat(passwords.choose(acme.acme.id(), code(grace), "a long new password", "192.0.2.1"))
                .isTrue();
        Phone phone = TestPhone.empty(acme.server);
        org.countersign.device.Enrollment enrollment = phone.enroll(link, Optional.empty());
        enrollment.finish("Phone", Optional.empty(), true);
        enrollment.activate(Optional.of("a long new password"));

        assertThat(acme.token(grace).state()).isEqualTo(TokenState.ACTIVE);
    }

    @Test
    void theirLinkIsGoodAsLongAsTheInvitation() {
        UserAccount grace = withoutPassword("grace-later-" + acme.operatorMail.hashCode());

        acme.mailedLink(grace);
        String code = code(grace);
        acme.server.time().pass(java.time.Duration.ofHours(71));

        assertThat(passwords.isGood(acme.acme.id(), code)).isTrue();
    }

    @Test
    void whoHasAPasswordGetsNoLink() {
        UserAccount ada = acme.user();

        acme.mailedLink(ada);

        assertThat(acme.audited(ada, AuditType.PASSWORD_LINK_SENT)).isEmpty();
        assertThat(users.withoutPassword(acme.acme.id(), List.of(ada.id()))).isEmpty();
    }
}

package org.countersign.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.countersign.otp.OtpAuthUri;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.enrollment.StandardStep.Reason;
import org.countersign.server.testing.MailServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRules;
import org.countersign.server.tokens.Devices;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.TokenKind;
import org.countersign.server.tokens.TokenState;
import org.countersign.server.users.UserAccount;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A standard app gets its seed once, only where the rules allow it, and only somebody with mail and password sees it. */
@DisplayName("S6: a token for a standard authenticator app")
class StandardAppsTest {
    private final EnrollmentFixture acme = new EnrollmentFixture();
    private final StandardApps apps = acme.server.part(StandardApps.class);
    private final UserAccount ada = acme.user();
    private final Actor operator = new Actor.Server();

    private void allow() {
        TestRules.allowStandardApps(acme.server, acme.acme);
    }

    private String code() {
        int before = invitations().size();
        assertThat(apps.offer(acme.acme.id(), ada.id(), operator)).isInstanceOf(StandardOffer.Mailed.class);
        String mail = await().atMost(Duration.ofSeconds(20))
                .until(this::invitations, mails -> mails.size() > before)
                .getLast();
        String link = mail.lines()
                .filter(line -> line.contains("/enroll/standard#"))
                .findFirst()
                .orElseThrow();
        return link.substring(link.indexOf('#') + 1);
    }

    private List<String> invitations() {
        return acme.server.mailServer().messages(String.valueOf(ada.mail())).stream()
                .filter(mail -> MailServer.subjectOf(mail).startsWith("Set up a standard authenticator app"))
                .map(MailServer::textOf)
                .toList();
    }

    private StandardStep show(String code) {
        return apps.show(acme.acme.id(), code, EnrollmentFixture.PASSWORD);
    }

    private String passcode(OtpAuthUri uri) {
        TotpParameters parameters = (TotpParameters) uri.parameters();
        return Totp.passcode(
                        uri.key(),
                        parameters,
                        parameters.stepAt(acme.server.time().instant()))
                .exposed();
    }

    private static Reason reason(StandardStep step) {
        return ((StandardStep.Refused) step).reason();
    }

    @Test
    void isRefusedUnlessTheRulesAllowIt() {
        assertThat(apps.offer(acme.acme.id(), ada.id(), operator)).isInstanceOf(StandardOffer.Forbidden.class);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id())).isEmpty();
    }

    @Test
    void showsTheSeedOnceAndIsInUseAfterAPasscode() {
        allow();
        String code = code();
        StandardStep.Shown shown = (StandardStep.Shown) show(code);
        assertThat(reason(show(code))).isEqualTo(Reason.SHOWN_BEFORE);
        OtpAuthUri uri = OtpAuthUri.parse(shown.exposedUri());
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ASSIGNED);
        assertThat(apps.prove(acme.acme.id(), code, "000000"))
                .isInstanceOfSatisfying(
                        StandardStep.Refused.class,
                        refused -> assertThat(refused.left()).isEqualTo(4));
        String passcode = passcode(uri);
        assertThat(apps.prove(acme.acme.id(), code, passcode)).isInstanceOf(StandardStep.Completed.class);
        assertThat(acme.token(ada).state()).isEqualTo(TokenState.ACTIVE);
        assertThat(acme.token(ada).standing().kind()).isEqualTo(TokenKind.STANDARD);
        assertThat(acme.spend(ada, passcode).reason()).isEqualTo("passcode spent before");
        acme.server.time().pass(Duration.ofSeconds(61));
        assertThat(acme.spend(ada, passcode(uri)).reason()).isEqualTo("accepted");
        assertThat(reason(show(code))).isEqualTo(Reason.USED);
    }

    @Test
    void showsTheSeedToOneOfManyWhoAskAtTheSameMoment() {
        allow();
        String code = code();
        List<StandardStep> steps = EnrollmentFixture.atOnce(Collections.nCopies(4, () -> show(code)));
        assertThat(steps).filteredOn(StandardStep.Shown.class::isInstance).hasSize(1);
    }

    @Test
    void endsAfterFiveWrongPasswords() {
        allow();
        String code = code();
        for (int i = 0; i < 4; i++) {
            assertThat(reason(apps.show(acme.acme.id(), code, "wrong"))).isIn(Reason.PASSWORD, Reason.PAUSED);
        }
        StandardStep last = apps.show(acme.acme.id(), code, "wrong");
        assertThat(reason(last)).isIn(Reason.FAILED, Reason.PAUSED);
    }

    @Test
    void isUsedUpByNoVisitOfThePage() {
        allow();
        String code = code();
        for (int i = 0; i < 5; i++) {
            TestBrowser scanner = new TestBrowser(
                    acme.server.pages(), acme.server.pages().resolve("/o/" + acme.acme.slug() + "/enroll/standard"));
            assertThat(scanner.body())
                    .contains("Set up a standard authenticator app")
                    .doesNotContain("otpauth:");
        }
        assertThat(show(code)).isInstanceOf(StandardStep.Shown.class);
    }

    @Test
    void isGoodForNobodyOnceTheTokenWentElsewhereOrTheTimeIsOver() {
        allow();
        String replaced = code();
        // The reserved token goes to the Countersign app.
        acme.enrollment.offerOnPage(acme.acme.id(), ada.id(), operator);
        assertThat(reason(show(replaced))).isEqualTo(Reason.REVOKED);
        String late = code();
        acme.server.time().pass(Duration.ofHours(73));
        assertThat(reason(show(late))).isEqualTo(Reason.EXPIRED);
        apps.endExpired();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
        assertThat(reason(apps.show(acme.server.newVirtualServer().id(), late, EnrollmentFixture.PASSWORD)))
                .isEqualTo(Reason.INVALID);
    }

    /** Planted: releasing without the kind, or not at all after the last try, makes these two fail. */
    @Test
    void comesBackForEverybodyWhenTooManyPasscodesWereWrong() {
        allow();
        String code = code();
        assertThat(show(code)).isInstanceOf(StandardStep.Shown.class);
        for (int i = 0; i < 5; i++) {
            apps.prove(acme.acme.id(), code, "000000");
        }
        assertThat(reason(apps.prove(acme.acme.id(), code, "000000"))).isEqualTo(Reason.FAILED);
        assertThat(acme.tokens.of(acme.acme.id(), ada.id())).isEmpty();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
    }

    @Test
    void comesBackForEverybodyWhenItsUserIsDeletedHalfWay() {
        allow();
        assertThat(show(code())).isInstanceOf(StandardStep.Shown.class);
        Token before = acme.token(ada);
        acme.server.part(Departures.class).delete(acme.acme.id(), ada.id(), operator);
        Token after = acme.tokens.find(acme.acme.id(), before.id()).orElseThrow();
        assertThat(after.standing().kind()).isEqualTo(TokenKind.APP);
        assertThat(after.standing().acts()).isGreaterThan(before.standing().acts());
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
        assertThat(acme.enrollment.offerOnPage(acme.acme.id(), acme.user().id(), operator))
                .isInstanceOfSatisfying(
                        OfferOutcome.Offered.class,
                        offered -> assertThat(offered.token()).isEqualTo(before.id()));
    }

    @Test
    void forgetsTheDeviceOfALeaverWhoWasEnrolling() {
        RawPhone phone = acme.claimedFromTheMail(ada);
        assertThat(phone.serial()).isNotEmpty();
        acme.server.part(Departures.class).delete(acme.acme.id(), ada.id(), operator);
        assertThat(acme.server.part(Devices.class).find(phone.serial())).isEmpty();
        assertThat(acme.tokens.inventory(acme.acme.id())).isEqualTo(100);
    }
}

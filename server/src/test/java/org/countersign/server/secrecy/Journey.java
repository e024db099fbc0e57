package org.countersign.server.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.device.Enrollment;
import org.countersign.device.Phone;
import org.countersign.device.ServerRefusal;
import org.countersign.device.wire.ActivationString;
import org.countersign.device.wire.PushRequest;
import org.countersign.otp.OtpKey;
import org.countersign.otp.PasscodeAlphabet;
import org.countersign.otp.PasscodeFormat;
import org.countersign.otp.Totp;
import org.countersign.otp.TotpParameters;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.SealedPlace;
import org.countersign.server.kernel.Sealing;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.policy.TokenRules;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.recovery.RecoveryCodes;
import org.countersign.server.recovery.TemporaryPasscodes;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestConsole;
import org.countersign.server.testing.TestPhone;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.tokens.Token;
import org.countersign.server.tokens.Tokens;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that people and programs do with one server, right and wrong; every secret on the way becomes a canary. */
final class Journey {
    private static final String PASSWORD = "canary password of alice";
    private static final String WRONG_PASSWORD = "canary password mistyped";

    private final RunningServer server;
    private final Canaries canaries;
    private final HttpClient http = HttpClient.newHttpClient();
    private final VirtualServer acme;
    private final TestConsole console;
    private final TestRelyingParty wiki;
    private final String key;
    private final Phone phone;

    Journey(RunningServer server, Canaries canaries) {
        this.server = server;
        this.canaries = canaries;
        acme = server.newVirtualServer("Acme");
        console = TestConsole.at(server, acme);
        wiki = new TestRelyingParty(server, acme, "Acme Wiki");
        phone = TestPhone.empty(server);
        key = server.part(ApiClients.class)
                .create(
                        wiki.application(),
                        "gateway",
                        Set.of(ApiScope.AUTHENTICATE, ApiScope.MANAGE),
                        new Actor.Server());
        canaries.text("password", PASSWORD);
        canaries.text("mistyped password", WRONG_PASSWORD);
        canaries.text("operator's password", TestConsole.PASSWORD);
        canaries.text("API key", key.substring(37));
        canaries.text("client secret", wiki.registration().secret());
        // Passcodes that are not found by chance: six digits are in every other timestamp.
        server.part(Policies.class)
                .change(
                        acme.id(),
                        PolicySettings.DEFAULT.with(TokenRules.DEFAULT.withPasscodes(PasscodeAlphabet.BASE32, 8)),
                        new Actor.Server());
    }

    /** Walks it. */
    void walk() throws IOException, InterruptedException {
        UserAccount alice = provisioned();
        String serial = enrolled(alice);
        watchPasscodes(serial);
        signInWithAPush();
        signInWithAPasscode(serial);
        askFromAProgram(serial);
        signInWithoutThePhone(alice);
        sayNo();
        sendNonsense();
    }

    private UserAccount provisioned() {
        console.signIn(WRONG_PASSWORD);
        console.signIn(TestConsole.PASSWORD);
        canaries.text(
                "operator's session",
                console.browser().cookie("countersign_operator").orElseThrow());
        console.open("/users/new")
                .submit(
                        "/users",
                        Map.of(
                                "userName",
                                "alice",
                                "displayName",
                                "Alice",
                                "mail",
                                "alice@acme.test",
                                "password",
                                PASSWORD));
        UserAccount alice = server.part(Users.class).find(acme.id(), "alice").orElseThrow();
        console.open("/provision/check?user=" + alice.id()).submit("/provision", Map.of());
        return alice;
    }

    private String enrolled(UserAccount alice) throws IOException {
        String link = server.mailServer()
                .text("alice@acme.test", "Set up your authenticator")
                .lines()
                .filter(line -> line.startsWith(server.app() + "/enroll#"))
                .findFirst()
                .orElseThrow();
        canaries.text("activation string", link.substring(link.indexOf('#') + 1));
        canaries.bytes("enrollment secret", ActivationString.parse(link).exposedSecret());
        Enrollment enrollment = phone.enroll(link, Optional.empty());
        enrollment.finish("Alice's phone", Optional.empty(), true);
        refused(() -> enrollment.activate(Optional.of(WRONG_PASSWORD)));
        String serial = enrollment.activate(Optional.of(PASSWORD)).serial();
        refused(() -> TestPhone.empty(server).enroll(link, Optional.empty()).finish("Eve", Optional.empty(), true));
        assertThat(server.part(Tokens.class).of(acme.id(), alice.id())).hasSize(1);
        return serial;
    }

    private void watchPasscodes(String serial) {
        Token token = server.part(Tokens.class).find(serial).orElseThrow();
        byte[] sealed = server.part(JdbcClient.class)
                .sql("select sealed_seed from token where serial = ?")
                .param(serial)
                .query(byte[].class)
                .single();
        byte[] seed = server.part(Sealing.class)
                .open(
                        sealed,
                        new SealedPlace(
                                acme.id(), "token", "sealed_seed", token.id().value()))
                .exposed();
        canaries.bytes("seed", seed);
        TotpParameters rules = new TotpParameters(
                token.algorithm(), new PasscodeFormat(PasscodeAlphabet.BASE32, 8), Duration.ofSeconds(30));
        long now = rules.stepAt(server.time().instant());
        for (long step = now - 10; step < now + 100; step++) {
            canaries.text(
                    "passcode of step " + step,
                    Totp.passcode(OtpKey.copyOf(seed), rules, step).exposed());
        }
    }

    private TestBrowser atTheLoginPage() {
        TestBrowser browser = new TestBrowser(server.pages(), wiki.ask(wiki.question()));
        browser.submit("/password", Map.of("userName", "alice", "password", WRONG_PASSWORD));
        browser.submit("/password", Map.of("userName", "alice", "password", PASSWORD));
        return browser;
    }

    private void signInWithAPush() throws IOException {
        server.time().pass(Duration.ofSeconds(60));
        TestBrowser browser = atTheLoginPage().submit("/push", Map.of());
        canaries.text("session before the sign-in", browser.session());
        String number = browser.body().replaceAll("(?s).*push-digits\">([0-9]+)<.*", "$1");
        phone.approve(request(), Optional.of(number.equals("42") ? "43" : "42"), false);
        browser = atTheLoginPage().submit("/push", Map.of());
        number = browser.body().replaceAll("(?s).*push-digits\">([0-9]+)<.*", "$1");
        server.time().pass(Duration.ofSeconds(30));
        phone.approve(request(), Optional.of(number), false);
        browser.submit("/complete", Map.of());
        canaries.text("session after the sign-in", browser.session());
        redeem(browser);
    }

    private void redeem(TestBrowser browser) {
        String code = TestRelyingParty.parameter(browser.leadsTo(), "code");
        canaries.text("authorization code", code);
        String answer = wiki.redeem(code).body();
        canaries.text("ID token", TestRelyingParty.field(answer, "id_token"));
        canaries.text("access token", TestRelyingParty.field(answer, "access_token"));
        wiki.get("/userinfo", TestRelyingParty.field(answer, "access_token"));
        assertThat(wiki.redeem(code).statusCode()).isEqualTo(400);
    }

    private void signInWithAPasscode(String serial) {
        server.time().pass(Duration.ofSeconds(60));
        String passcode = phone.passcode(serial).exposed();
        TestBrowser browser = atTheLoginPage();
        browser.submit("/passcode", Map.of("passcode", "AAAAAAAA"));
        browser.submit("/passcode", Map.of("passcode", passcode));
        redeem(browser);
        TestBrowser again = atTheLoginPage();
        again.submit("/passcode", Map.of("passcode", passcode));
        assertThat(again.body()).contains("That passcode does not work");
    }

    private void askFromAProgram(String serial) throws IOException, InterruptedException {
        server.time().pass(Duration.ofSeconds(60));
        String passcode = phone.passcode(serial).exposed();
        String right = "{\"userName\":\"alice\",\"password\":\"" + PASSWORD + "\",\"passcode\":\"" + passcode + "\"}";
        assertThat(api("/authenticate", key, right).body()).contains("accepted");
        assertThat(api("/authenticate", key, right).body()).contains("refused");
        api("/authenticate", key, right.replace(PASSWORD, WRONG_PASSWORD));
        api("/authenticate", key, right.replace("passcode", "passcod"));
        api("/authenticate", key, right.replace("\"" + passcode + "\"", "[\"" + passcode + "\"]"));
        api("/authenticate", key, right.substring(0, right.length() - 1));
        api("/authenticate", key, "[\"" + PASSWORD + "\"," + passcode);
        api("/authenticate", key.replace("cs1_", "cs2_"), right);
        api("/authenticate", key + "x", right);
        api("/users", key, "{\"userName\":\"bob\",\"password\":\"" + PASSWORD + "\",\"mail\":\"" + PASSWORD + "\"}");
        api(
                "/users/"
                        + server.part(Users.class)
                                .find(acme.id(), "alice")
                                .orElseThrow()
                                .id() + "/enrollments",
                key,
                "{}");
    }

    private void signInWithoutThePhone(UserAccount alice) {
        List<String> codes = server.part(RecoveryCodes.class)
                .renew(acme.id(), alice.id(), "127.0.0.1")
                .exposed();
        codes.forEach(code -> {
            canaries.text("recovery code", code);
            canaries.text("recovery code", code.replace("-", ""));
        });
        String passcode = server.part(TemporaryPasscodes.class)
                .give(acme.id(), alice.id(), "127.0.0.1")
                .orElseThrow()
                .exposed();
        canaries.text("temporary passcode", passcode);
        canaries.text("temporary passcode", passcode.replace(" ", ""));
        for (String typed : List.of(codes.getFirst(), passcode)) {
            TestBrowser browser = atTheLoginPage();
            browser.open(URI.create(browser.address().getPath() + "?use=recovery"));
            browser.submit("/recovery", Map.of("code", "AAAA-AAAA-AAAA-AAAA"));
            browser.submit("/recovery", Map.of("code", typed));
            redeem(browser);
        }
    }

    private void sayNo() throws IOException {
        server.time().pass(Duration.ofSeconds(60));
        atTheLoginPage().submit("/push", Map.of());
        phone.deny(request(), false);
        atTheLoginPage().submit("/push", Map.of());
        phone.deny(request(), true);
    }

    private void sendNonsense() throws IOException, InterruptedException {
        String passcode = phone.passcode(phone.tokens().getFirst().serial()).exposed();
        for (String call : List.of("enroll/begin", "enroll/finish", "enroll/activate", "check", "answer", "settings")) {
            device(call, "{\"answer\":\"" + passcode + "\",\"password\":\"" + PASSWORD + "\"}");
            device(
                    call,
                    "{\"answer\":\"e30."
                            + Base64.getUrlEncoder()
                                    .encodeToString(passcode.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                            + ".e30\"}");
            device(call, "\"" + PASSWORD);
        }
        TestBrowser browser = atTheLoginPage();
        browser.post(browser.formAction("/passcode"), Map.of("passcode", passcode, "_csrf", "forged"));
        wiki.token(
                wiki.registration().issuer(),
                wiki.registration().secret() + "x",
                Map.of("grant_type", "client_credentials"));
        wiki.get("/userinfo", "not-a-token");
        console.open("/sign-ins");
        console.open("/tokens");
    }

    private PushRequest request() throws IOException {
        return phone.check(server.app().toString()).requests().getFirst();
    }

    private HttpResponse<String> api(String path, String bearer, String body) throws IOException, InterruptedException {
        return post(server.pages().resolve("/api/v1" + path), bearer, body);
    }

    private void device(String call, String body) throws IOException, InterruptedException {
        post(server.app().resolve("/device/v1/" + call), "", body);
    }

    private HttpResponse<String> post(URI address, String bearer, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void refused(Step step) throws IOException {
        try {
            step.run();
            throw new AssertionError("this should have been refused");
        } catch (ServerRefusal expected) {
            assertThat(expected.code()).isNotBlank();
        }
    }
}

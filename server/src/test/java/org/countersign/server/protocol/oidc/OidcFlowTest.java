package org.countersign.server.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.server.audit.Actor;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.testing.TestBrowser;
import org.countersign.server.testing.TestRelyingParty;
import org.countersign.server.testing.TestToken;
import org.countersign.server.users.UserAccount;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The OpenID Connect provider, asked by a client of plain HTTP. */
class OidcFlowTest {
    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final UserAccount alice = server.newUser(acme, "alice");
    private final TestToken token = TestToken.hotp(server, alice);
    private final TestRelyingParty wiki = new TestRelyingParty(server, acme, "Wiki");

    private TestBrowser browser(Map<String, String> question) {
        return new TestBrowser(server.pages(), wiki.ask(question));
    }

    private TestBrowser signedIn(Map<String, String> question) {
        return browser(question)
                .submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                .submit("/passcode", Map.of("passcode", token.next()));
    }

    private String code() {
        return TestRelyingParty.parameter(signedIn(wiki.question()).leadsTo(), "code");
    }

    private Map<String, String> question(String name, String value) {
        Map<String, String> question = wiki.question();
        question.put(name, value);
        return question;
    }

    private Map<String, String> without(String name) {
        Map<String, String> question = wiki.question();
        question.remove(name);
        return question;
    }

    @Test
    @DisplayName("OpenID Connect Core §3.1: a code becomes an ID token that says who, when and how")
    void saysWhoSignedInWhenAndHow() throws Exception {
        HttpResponse<String> answer = wiki.redeem(code());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        SignedJWT id = SignedJWT.parse(TestRelyingParty.field(answer.body(), "id_token"));
        ECKey key = (ECKey) JWKSet.parse(wiki.get("/oauth2/jwks", "").body())
                .getKeyByKeyId(id.getHeader().getKeyID());
        assertThat(id.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(key.isPrivate()).isFalse();
        assertThat(id.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(id.getJWTClaimsSet().getIssuer()).isEqualTo(server.pages() + "/o/" + acme.slug());
        assertThat(id.getJWTClaimsSet().getAudience())
                .containsExactly(wiki.registration().clientId());
        assertThat(id.getJWTClaimsSet().getSubject()).isEqualTo(alice.id().toString());
        assertThat(id.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("nonce-1");
        assertThat(id.getJWTClaimsSet().getStringClaim("preferred_username")).isEqualTo("alice");
        assertThat(id.getJWTClaimsSet().getStringClaim("email")).isEqualTo("alice@example.com");
        assertThat(id.getJWTClaimsSet().getStringListClaim("amr")).containsExactly("pwd", "otp");
        assertThat(id.getJWTClaimsSet().getStringClaim("acr")).isEqualTo("urn:countersign:two-factors");
        assertThat(id.getJWTClaimsSet().getLongClaim("auth_time")).isPositive();

        HttpResponse<String> info = wiki.get("/userinfo", TestRelyingParty.field(answer.body(), "access_token"));
        assertThat(info.body())
                .contains("\"preferred_username\":\"alice\"", alice.id().toString());
        assertThat(wiki.get("/userinfo", "").statusCode()).isEqualTo(401);
        assertThat(wiki.get("/userinfo", "a.b.c").statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("RFC 9700 §2.1: a redirect address that differs in any byte is refused, and nothing is sent there")
    void comparesRedirectAddressesByteForByte() {
        String good = TestRelyingParty.REDIRECT.toString();
        String port = ":" + TestRelyingParty.ORIGIN.getPort();
        List<String> others = List.of(
                good + "/",
                good + "#",
                good + "#x",
                good + "&x=1",
                good + "%20",
                good + " ",
                " " + good,
                good + "\u0000",
                good.replace("from=", "FROM="),
                good.replace("?from=countersign", ""),
                good.replace("callback", "callbac"),
                good.replace("callback", "callback/"),
                good.replace("callback", "callback/.."),
                good.replace("callback", "./callback"),
                good.replace("callback", "x/../callback"),
                good.replace("callback", "%63allback"),
                good.replace("callback", "Callback"),
                good.replace("/callback", "//callback"),
                good.replace("/callback", "\\callback"),
                good.replace(port, ""),
                good.replace(port, ":10"),
                good.replace(port, port.replace(":", ":0")),
                good.replace(port, ":"),
                good.replace("127.0.0.1", "localhost"),
                good.replace("127.0.0.1", "127.0.0.2"),
                good.replace("127.0.0.1", "[::1]"),
                good.replace("127.0.0.1", "127.1"),
                good.replace("127.0.0.1", "2130706433"),
                good.replace("127.0.0.1", "127.0.0.1.evil.example"),
                good.replace("127.0.0.1", "evil.example"),
                good.replace("127.0.0.1", "127.0.0.1@evil.example"),
                good.replace("127.0.0.1", "user@127.0.0.1"),
                good.replace("http:", "https:"),
                good.replace("http:", "HTTP:"),
                good.replace("http:", "javascript:"),
                good.replace("http:", "data:"),
                good.replace("http://", "//"),
                good.replace("http://", ""),
                good + "," + good,
                "http://evil.example/",
                "https://evil.example/?" + good,
                TestRelyingParty.ORIGIN + "\\@evil.example/",
                "/callback",
                "",
                TestRelyingParty.AFTER.toString());
        for (String other : others) {
            TestBrowser browser = browser(question("redirect_uri", other));
            assertThat(browser.status()).as(other).isEqualTo(400);
            assertThat(browser.answer().headers().firstValue("Location"))
                    .as(other)
                    .isEmpty();
        }
        assertThat(browser(without("redirect_uri")).status()).isEqualTo(400);
        URI twice = URI.create(wiki.ask(wiki.question()) + "&redirect_uri=http%3A%2F%2Fevil.example%2F");
        assertThat(new TestBrowser(server.pages(), twice).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("RFC 7636: a question without PKCE, or with the plain method, is refused")
    void requiresPkceWithS256() {
        for (Map<String, String> bad : List.of(
                without("code_challenge"),
                without("code_challenge_method"),
                question("code_challenge_method", "plain"),
                question("code_challenge_method", "s256"))) {
            TestBrowser browser = browser(bad);
            assertThat(TestRelyingParty.parameter(browser.leadsTo(), "error")).isEqualTo("invalid_request");
        }
    }

    @Test
    @DisplayName("RFC 7636 §4.6: a wrong, missing or empty verifier redeems nothing")
    void requiresTheVerifier() {
        for (String wrong : new String[] {"", "another-verifier-of-at-least-forty-three-characters-012345"}) {
            HttpResponse<String> answer = wiki.redeem(Map.of("code", code(), "code_verifier", wrong));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("invalid_grant").doesNotContain("access_token");
        }
    }

    @Test
    @DisplayName("RFC 6749 §4.1.2: a code used twice is refused, and what it gave is taken back")
    void redeemsACodeOnce() {
        String code = code();
        HttpResponse<String> first = wiki.redeem(code);
        HttpResponse<String> second = wiki.redeem(code);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(400);
        HttpResponse<String> refreshed = wiki.token(Map.of(
                "grant_type", "refresh_token", "refresh_token", TestRelyingParty.field(first.body(), "refresh_token")));
        assertThat(refreshed.statusCode()).isEqualTo(400);
    }

    @Test
    void redeemsARacedCodeOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            String code = code();
            assertThat(successesOf(() -> wiki.redeem(code))).isEqualTo(1);
        }
    }

    @Test
    void redeemsARacedRefreshTokenOnce() throws Exception {
        String refresh = TestRelyingParty.field(wiki.redeem(code()).body(), "refresh_token");
        assertThat(successesOf(() -> wiki.token(Map.of("grant_type", "refresh_token", "refresh_token", refresh))))
                .isEqualTo(1);
    }

    private static int successesOf(Callable<HttpResponse<String>> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(threads.submit(call));
            }
            int successes = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isIn(200, 400);
                successes += answer.get().statusCode() == 200 ? 1 : 0;
            }
            return successes;
        }
    }

    @Test
    @DisplayName("RFC 9700 §4.14.2: a refresh token is replaced at each use, and its second use ends everything")
    void rotatesRefreshTokens() {
        String first = TestRelyingParty.field(wiki.redeem(code()).body(), "refresh_token");
        HttpResponse<String> answer = wiki.token(Map.of("grant_type", "refresh_token", "refresh_token", first));
        String second = TestRelyingParty.field(answer.body(), "refresh_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(wiki.token(Map.of("grant_type", "refresh_token", "refresh_token", first))
                        .statusCode())
                .isEqualTo(400);
        assertThat(wiki.token(Map.of("grant_type", "refresh_token", "refresh_token", second))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void givesADisabledUserNothingMore() {
        String refresh = TestRelyingParty.field(wiki.redeem(code()).body(), "refresh_token");
        server.part(JdbcClient.class)
                .sql("update user_account set state = 'DISABLED' where id = ?")
                .param(alice.id().value())
                .update();
        assertThat(wiki.token(Map.of("grant_type", "refresh_token", "refresh_token", refresh))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesAWrongSecret() {
        HttpResponse<String> answer = wiki.token(
                wiki.registration().issuer(), "guess", Map.of("grant_type", "authorization_code", "code", code()));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_client");
    }

    @Test
    void endsTheOldSecretWhenAnApplicationIsRegisteredAgain() {
        String code = code();
        OidcClients.Registration again = server.part(OidcClients.class)
                .register(wiki.application(), List.of(TestRelyingParty.REDIRECT), List.of(), new Actor.Server());
        assertThat(again.clientId()).isEqualTo(wiki.registration().clientId());
        assertThat(wiki.redeem(code).statusCode()).isEqualTo(401);
    }

    @Test
    void knowsNoClientOfAnotherVirtualServer() {
        VirtualServer other = server.newVirtualServer();
        URI otherIssuer = server.pages().resolve("/o/" + other.slug());
        String query = wiki.ask(wiki.question()).getRawQuery();
        TestBrowser browser = new TestBrowser(server.pages(), URI.create(otherIssuer + "/oauth2/authorize?" + query));
        assertThat(browser.status()).isEqualTo(400);
        HttpResponse<String> answer = wiki.token(
                otherIssuer,
                wiki.registration().secret(),
                Map.of("grant_type", "authorization_code", "code", code(), "code_verifier", "x"));
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void takesNoAccessTokenOfAnotherVirtualServer() {
        String access = TestRelyingParty.field(wiki.redeem(code()).body(), "access_token");
        TestRelyingParty other = new TestRelyingParty(server, server.newVirtualServer(), "Other");
        assertThat(other.get("/userinfo", access).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsWhatItOffersAndNothingElse() {
        String discovery = wiki.get("/.well-known/openid-configuration", "").body();
        assertThat(discovery)
                .contains(
                        "\"issuer\":\"" + server.pages() + "/o/" + acme.slug() + "\"",
                        "\"id_token_signing_alg_values_supported\":[\"ES256\"]",
                        "\"code_challenge_methods_supported\":[\"S256\"]",
                        "\"end_session_endpoint\":")
                .doesNotContain("introspection", "device_authorization", "registration_endpoint", "RS256");
        for (String path : List.of("/oauth2/introspect", "/oauth2/par", "/connect/register", "/oauth2/register")) {
            assertThat(wiki.get(path, "").statusCode()).as(path).isEqualTo(404);
        }
        URI unknown = server.pages().resolve("/o/no-such/.well-known/openid-configuration");
        assertThat(new TestBrowser(server.pages(), unknown).status()).isEqualTo(404);
        URI below = server.pages().resolve("/x/o/" + acme.slug() + "/.well-known/openid-configuration");
        assertThat(new TestBrowser(server.pages(), below).status()).isEqualTo(404);
    }

    @Test
    void asksASecondApplicationsUserOnceInAQuarterOfAnHour() {
        TestRelyingParty mail = new TestRelyingParty(server, acme, "Mail");
        TestBrowser browser = signedIn(wiki.question());
        browser.open(mail.ask(mail.question()));
        assertThat(TestRelyingParty.parameter(browser.leadsTo(), "code")).isNotBlank();
        server.time().pass(Duration.ofMinutes(15));
        browser.open(mail.ask(mail.question()));
        assertThat(browser.hasForm("/password")).isTrue();
    }

    @Test
    @DisplayName("OpenID Connect Core §3.1.2.1: prompt=login and max_age ask again, once")
    void asksAgainWhenTheApplicationWantsIt() {
        TestBrowser browser = signedIn(wiki.question());
        for (Map<String, String> demand : List.of(question("prompt", "login"), question("max_age", "0"))) {
            server.time().pass(Duration.ofSeconds(2));
            browser.open(wiki.ask(demand));
            assertThat(browser.hasForm("/password")).isTrue();
            browser.submit("/password", Map.of("userName", "alice", "password", "correct horse"))
                    .submit("/passcode", Map.of("passcode", token.next()));
            assertThat(TestRelyingParty.parameter(browser.leadsTo(), "code")).isNotBlank();
        }
        browser.open(wiki.ask(question("max_age", "600")));
        assertThat(TestRelyingParty.parameter(browser.leadsTo(), "code")).isNotBlank();
    }

    @Test
    @DisplayName("OpenID Connect Core §3.1.2.6: prompt=none answers login_required instead of a page")
    void answersWithoutAPageWhenNoneIsWanted() {
        TestBrowser stranger = browser(question("prompt", "none"));
        assertThat(TestRelyingParty.parameter(stranger.leadsTo(), "error")).isEqualTo("login_required");
    }

    @Test
    void doesNotTakeASignInToAnotherVirtualServer() {
        TestRelyingParty other = new TestRelyingParty(server, server.newVirtualServer(), "Other");
        TestBrowser browser = signedIn(wiki.question()).open(other.ask(other.question()));
        assertThat(browser.hasForm("/password")).isTrue();
    }

    @Test
    @DisplayName("OpenID Connect RP-Initiated Logout: ends the browser's sign-in and leads back")
    void signsOutForAnApplication() {
        TestBrowser browser = signedIn(wiki.question());
        String code = TestRelyingParty.parameter(browser.leadsTo(), "code");
        String id = TestRelyingParty.field(wiki.redeem(code).body(), "id_token");
        String logout = wiki.registration().issuer() + "/connect/logout?";
        browser.open(URI.create(logout
                + TestBrowser.form(Map.of("id_token_hint", id, "post_logout_redirect_uri", "http://evil.example/"))));
        assertThat(browser.status()).isEqualTo(400);
        browser.open(URI.create(logout
                + TestBrowser.form(Map.of(
                        "id_token_hint",
                        id,
                        "post_logout_redirect_uri",
                        TestRelyingParty.AFTER.toString(),
                        "state",
                        "s&1"))));
        assertThat(browser.leadsTo()).isEqualTo(URI.create(TestRelyingParty.AFTER + "?state=s%261"));
        browser.open(wiki.ask(wiki.question()));
        assertThat(browser.hasForm("/password")).isTrue();
    }

    @Test
    void storesNoCodeAndNoTokenThatCouldBeUsed() {
        String code = code();
        HttpResponse<String> answer = wiki.redeem(code);
        List<String> rows = server.part(JdbcClient.class)
                .sql("select oauth2_authorization::text from oauth2_authorization where principal_name = ?")
                .param(alice.id().toString())
                .query(String.class)
                .list();
        assertThat(rows)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row)
                        .doesNotContain(
                                code,
                                TestRelyingParty.field(answer.body(), "access_token"),
                                TestRelyingParty.field(answer.body(), "refresh_token"),
                                TestRelyingParty.field(answer.body(), "id_token")));
    }
}

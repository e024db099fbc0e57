package org.countersign.acmewiki;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The relying party's side of the authorization code flow with PKCE. */
final class OpenIdConnect {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final WikiSettings settings;
    private final HttpClient http;
    private final InstantSource time;

    OpenIdConnect(WikiSettings settings, HttpClient http, InstantSource time) {
        this.settings = settings;
        this.http = http;
        this.time = time;
    }

    /** Who signed in, and the token that says so. A class, not a record: the token must not be printed. */
    static final class SignedIn {
        private final Reader reader;
        private final String idToken;

        private SignedIn(Reader reader, String idToken) {
            this.reader = reader;
            this.idToken = idToken;
        }

        Reader reader() {
            return reader;
        }

        String idToken() {
            return idToken;
        }
    }

    /** Returns where to send a browser that wants to sign in. */
    URI authorization(Pending pending) throws SignInFailed {
        String query = form(Map.of(
                "response_type", "code",
                "client_id", settings.clientId(),
                "redirect_uri", WikiSettings.redirectUri(settings.origin()).toString(),
                "scope", "openid profile",
                "state", pending.state(),
                "nonce", pending.nonce(),
                "code_challenge", challenge(pending.verifier()),
                "code_challenge_method", "S256"));
        return URI.create(endpoint("authorization_endpoint") + "?" + query);
    }

    /** Returns where to send a browser that wants to sign out everywhere (RP-Initiated Logout 1.0 §2). */
    URI endOfSession(String idToken) throws SignInFailed {
        return URI.create(endpoint("end_session_endpoint") + "?"
                + form(Map.of(
                        "id_token_hint",
                        idToken,
                        "post_logout_redirect_uri",
                        WikiSettings.afterSignOut(settings.origin()).toString())));
    }

    /** Trades the code for an ID token and checks it (OpenID Connect Core 1.0 §3.1.3.7). */
    SignedIn redeem(String code, Pending pending) throws SignInFailed {
        String credentials = URLEncoder.encode(settings.clientId(), StandardCharsets.UTF_8)
                + ':'
                + URLEncoder.encode(settings.clientSecret(), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint("token_endpoint")))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        WikiSettings.redirectUri(settings.origin()).toString(),
                        "code_verifier",
                        pending.verifier()))))
                .build();
        Object idToken = json(request).get("id_token");
        if (!(idToken instanceof String token)) {
            throw new SignInFailed("the token answer holds no ID token");
        }
        return new SignedIn(checked(token, pending.nonce()), token);
    }

    private Reader checked(String idToken, String nonce) throws SignInFailed {
        try {
            SignedJWT token = SignedJWT.parse(idToken);
            JWK key = Optional.ofNullable(JWKSet.parse(json(get(endpoint("jwks_uri"))))
                            .getKeyByKeyId(token.getHeader().getKeyID()))
                    .orElseThrow(() -> new SignInFailed("the ID token is signed by an unknown key"));
            if (!JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
                    || !token.verify(new ECDSAVerifier(key.toECKey()))) {
                throw new SignInFailed("the ID token's signature is wrong");
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Instant now = time.instant();
            Date expires = claims.getExpirationTime();
            boolean good = settings.issuer().toString().equals(claims.getIssuer())
                    && claims.getAudience().equals(List.of(settings.clientId()))
                    && nonce.equals(claims.getStringClaim("nonce"))
                    && expires != null
                    && now.minus(SKEW).isBefore(expires.toInstant());
            if (!good) {
                throw new SignInFailed("the ID token is for somebody else, another sign-in, or too old");
            }
            List<String> methods = claims.getStringListClaim("amr");
            return new Reader(
                    Optional.ofNullable(claims.getStringClaim("name")).orElse(claims.getSubject()),
                    Optional.ofNullable(claims.getStringClaim("preferred_username"))
                            .orElse(claims.getSubject()),
                    methods == null ? List.of() : List.copyOf(methods),
                    Optional.ofNullable(claims.getDateClaim("auth_time"))
                            .map(Date::toInstant)
                            .orElse(now));
        } catch (ParseException | JOSEException broken) {
            throw new SignInFailed("the ID token cannot be read", broken);
        }
    }

    private String endpoint(String name) throws SignInFailed {
        Map<String, Object> discovered = json(get(settings.issuer() + "/.well-known/openid-configuration"));
        if (!settings.issuer().toString().equals(discovered.get("issuer"))
                || !(discovered.get(name) instanceof String endpoint)) {
            throw new SignInFailed("the issuer's configuration is not its own, or lacks " + name);
        }
        return endpoint;
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    }

    private Map<String, Object> json(HttpRequest request) throws SignInFailed {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new SignInFailed(request.uri().getPath() + " answered " + answer.statusCode());
            }
            return JSONObjectUtils.parse(answer.body());
        } catch (IOException | ParseException broken) {
            throw new SignInFailed(request.uri().getPath() + " gave no JSON", broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SignInFailed("stopped", stop);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

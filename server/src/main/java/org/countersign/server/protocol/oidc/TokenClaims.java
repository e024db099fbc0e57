package org.countersign.server.protocol.oidc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Set;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.Users;
import org.countersign.server.virtualservers.VirtualServer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/**
 * Says in tokens who signed in, when and how. It looks the user up each time, so that a disabled one gets no further
 * token, by refresh neither.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDToken">OpenID Connect Core §2</a>
 */
@Component
final class TokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    /** Two factors, one of them possession. */
    static final String TWO_FACTORS = "urn:countersign:two-factors";

    private final Users users;
    private final Issuers issuers;

    TokenClaims(Users users, Issuers issuers) {
        this.users = users;
        this.issuers = issuers;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
        Authentication principal = context.getPrincipal();
        SignedIn who = principal != null && principal.getPrincipal() instanceof SignedIn signedIn ? signedIn : null;
        VirtualServer virtualServer = issuers.current().orElse(null);
        if (who == null
                || virtualServer == null
                || !who.virtualServer().equals(virtualServer.id().toString())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
        UserAccount user = users.find(virtualServer.id(), who.user())
                .filter(found -> found.state() == UserAccount.State.ACTIVE)
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
        if ("id_token".equals(context.getTokenType().getValue())) {
            describe(context, who, user);
        }
    }

    // Spring reads the time of a stored ID token back as this class when it refreshes it, and takes no other.
    @SuppressWarnings("JavaUtilDate")
    private static void describe(JwtEncodingContext context, SignedIn who, UserAccount user) {
        Set<String> scopes = context.getAuthorizedScopes();
        context.getClaims()
                .claim("auth_time", Date.from(Instant.ofEpochSecond(who.atEpochSecond())))
                // Claims are stored; of the lists, Spring reads back only those it has allowed.
                .claim("amr", new ArrayList<>(who.methods()))
                .claim("acr", TWO_FACTORS);
        if (scopes.contains("profile")) {
            context.getClaims().claim("preferred_username", user.userName()).claim("name", user.displayName());
        }
        if (scopes.contains("email") && user.mail() != null) {
            context.getClaims().claim("email", user.mail());
        }
    }
}

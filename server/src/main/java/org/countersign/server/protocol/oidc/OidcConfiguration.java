package org.countersign.server.protocol.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.countersign.server.reactions.Reactions;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * The OpenID Connect provider: Spring Authorization Server with an issuer per virtual server, authorization code with
 * PKCE S256 and rotating refresh tokens, ES256, and nothing that is not used.
 */
@Configuration(proxyBeanMethods = false)
class OidcConfiguration {
    /** What Spring announces and this server does not offer. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "introspection_endpoint",
            "introspection_endpoint_auth_methods_supported",
            "device_authorization_endpoint",
            "pushed_authorization_request_endpoint",
            "registration_endpoint",
            "tls_client_certificate_bound_access_tokens",
            "dpop_signing_alg_values_supported");

    private static final List<String> CLIENT_METHODS = List.of("client_secret_basic", "client_secret_post");

    @Bean
    @Order(10)
    SecurityFilterChain issuerEndpoints(
            HttpSecurity http,
            Issuers issuers,
            PendingAuthorizations pending,
            Reactions reactions,
            InstantSource time,
            SignInRedirect signIn,
            SignOutRedirect signOut)
            throws Exception {
        return http.securityMatcher(
                        "/o/*/oauth2/**",
                        "/o/*/.well-known/**",
                        "/o/*/userinfo",
                        "/o/*/connect/**",
                        "/.well-known/oauth-authorization-server/**")
                .with(new OAuth2AuthorizationServerConfigurer(), server -> configure(server, signOut))
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // No form of this chain changes what a session holds; tokens are asked for with a client's secret.
                .csrf(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(resource -> resource.jwt(jwt -> {}))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(signIn))
                .addFilterAfter(new FreshSignIn(issuers, pending, reactions, time), SecurityContextHolderFilter.class)
                .build();
    }

    private static void configure(OAuth2AuthorizationServerConfigurer server, SignOutRedirect signOut) {
        server.clientAuthentication(clients -> clients.authenticationProviders(providers -> providers.forEach(one -> {
                    if (one instanceof ClientSecretAuthenticationProvider secrets) {
                        secrets.setPasswordEncoder(new SecretHash());
                    }
                })))
                .authorizationEndpoint(endpoint ->
                        endpoint.authenticationProviders(providers -> providers.forEach(one -> {
                            if (one instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider requests) {
                                requests.setAuthenticationValidator(exactRedirect()
                                        .andThen(
                                                OAuth2AuthorizationCodeRequestAuthenticationValidator
                                                        .DEFAULT_SCOPE_VALIDATOR));
                            }
                        })))
                .authorizationServerMetadataEndpoint(metadata -> metadata.authorizationServerMetadataCustomizer(
                        document -> document.claims(OidcConfiguration::describe)))
                .oidc(oidc -> oidc.providerConfigurationEndpoint(discovery ->
                                discovery.providerConfigurationCustomizer(provider -> {
                                    provider.claims(OidcConfiguration::describe);
                                    provider.idTokenSigningAlgorithms(algorithms -> {
                                        algorithms.clear();
                                        algorithms.add("ES256");
                                    });
                                }))
                        .logoutEndpoint(logout -> logout.logoutResponseHandler(signOut)));
    }

    /** Spring's own rule lets any port of a loopback address through; ours is equality of every byte. */
    private static Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> exactRedirect() {
        return context -> {
            OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
            String redirect = asked.getRedirectUri();
            if (redirect == null
                    || !context.getRegisteredClient().getRedirectUris().contains(redirect)) {
                throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                        new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, "redirect_uri", null), null);
            }
        };
    }

    private static void describe(Map<String, Object> claims) {
        claims.keySet().removeAll(NOT_OFFERED);
        claims.put("scopes_supported", List.of("openid", "profile", "email"));
        claims.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        claims.put("token_endpoint_auth_methods_supported", CLIENT_METHODS);
        claims.put("revocation_endpoint_auth_methods_supported", CLIENT_METHODS);
        claims.put("acr_values_supported", List.of(TokenClaims.TWO_FACTORS));
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder()
                .multipleIssuersAllowed(true)
                .build();
    }

    @Bean
    @DependsOnDatabaseInitialization
    StoredAuthorizations authorizations(
            JdbcOperations operations,
            JdbcClient jdbc,
            RegisteredClientRepository clients,
            TransactionOperations transactions) {
        BasicPolymorphicTypeValidator.Builder types =
                BasicPolymorphicTypeValidator.builder().allowIfSubType(SignedIn.class);
        JsonMapper mapper = JsonMapper.builder()
                .addModules(SecurityJacksonModules.getModules(OidcConfiguration.class.getClassLoader(), types))
                .build();
        JdbcOAuth2AuthorizationService service = new JdbcOAuth2AuthorizationService(operations, clients);
        service.setAuthorizationRowMapper(
                new JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationRowMapper(clients, mapper));
        service.setAuthorizationParametersMapper(
                new JdbcOAuth2AuthorizationService.JsonMapperOAuth2AuthorizationParametersMapper(mapper));
        return new StoredAuthorizations(service, jdbc, transactions);
    }

    @Bean
    OAuth2AuthorizationConsentService consents(JdbcOperations operations, RegisteredClientRepository clients) {
        return new JdbcOAuth2AuthorizationConsentService(operations, clients);
    }

    @Bean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    SessionRegistry sessionRegistry() {
        return new NoSessionRegistry();
    }
}

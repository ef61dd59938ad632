package org.modeltree.security.token;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.problem.Problem;
import org.modeltree.security.JwtIssuer;
import org.modeltree.security.JwtRequest;
import org.modeltree.security.RateLimits;

/**
 * The only authentication mechanism: {@code Authorization: Bearer …}. API tokens begin with {@code mt_}; every other
 * token is treated as a JWT of the configured issuer. Invalid credentials are refused on every path, even where none
 * are needed, because the client expects to be authenticated.
 */
@ApplicationScoped
class BearerMechanism implements HttpAuthenticationMechanism {

    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*) *");

    private static final String OPENROUTER = "/compat/openrouter/";
    private static final String OPENROUTER_TOKEN = "sk-or-";

    private final JwtIssuer issuer;
    private final RateLimits limits;

    BearerMechanism(JwtIssuer issuer, RateLimits limits) {
        this.issuer = issuer;
        this.limits = limits;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager providers) {
        List<String> headers = routing.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.isEmpty() || isForOpenRouter(routing, headers)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .deferred(() -> providers.authenticate(request(headers, ClientAddress.of(routing.request()))))
                .onFailure(Problem.Unauthorized.class)
                .transform(refusal -> limits.failure(routing).orElse((Problem) refusal));
    }

    /**
     * Whether the token is one for OpenRouter, which its clients send with every request, on a path of OpenRouter's API: it
     * says nothing here.
     */
    private static boolean isForOpenRouter(RoutingContext routing, List<String> headers) {
        Matcher bearer = BEARER.matcher(headers.get(0));
        return headers.size() == 1
                && routing.normalizedPath().startsWith(OPENROUTER)
                && bearer.matches()
                && bearer.group(1).startsWith(OPENROUTER_TOKEN);
    }

    private AuthenticationRequest request(List<String> headers, String client) {
        Matcher bearer = BEARER.matcher(headers.get(0));
        if (headers.size() > 1 || !bearer.matches()) {
            throw new Problem.Unauthorized("Send exactly one Authorization header, with Bearer and one token.", false);
        }
        String token = bearer.group(1);
        if (token.startsWith(Secret.PREFIX)) {
            Optional<Secret> secret = Secret.of(token);
            return new SecretRequest(
                    secret.orElseThrow(() -> new Problem.Unauthorized("The token is unknown.", true)), client);
        }
        if (!issuer.isSet()) {
            throw new Problem.Unauthorized(
                    "The token must begin with mt_. This service accepts no JWTs, because no issuer is configured.",
                    true);
        }
        return new JwtRequest(token, client);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext routing) {
        return Uni.createFrom()
                .item(new ChallengeData(401, HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"modeltree\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(SecretRequest.class, JwtRequest.class);
    }
}

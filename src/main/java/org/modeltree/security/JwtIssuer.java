package org.modeltree.security;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtContext;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.VisibleText;

/** Issuer whose JSON Web Tokens the service accepts, if one is configured. */
@ApplicationScoped
public class JwtIssuer {

    private static final Logger LOG = Logger.getLogger(JwtIssuer.class);
    private static final int MAX_NAME = 200;
    private static final String NO_KEYS = "The JWT issuer's keys cannot be fetched at the moment. Try again later.";

    private final String issuer;
    private final String rolesClaim;
    private final Map<String, Role> roles;
    private final JwtRules rules;
    private final JWTAuthContextInfo expected;
    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();
    /**
     * Held by the request that fetches the keys for the first time; others fail fast instead of waiting for a slow
     * issuer.
     */
    private final Semaphore firstFetch = new Semaphore(1);

    private volatile boolean keysFetched;

    JwtIssuer(SecuritySettings settings) {
        SecuritySettings.Jwt jwt = settings.jwt();
        if (jwt.issuer().isPresent() != jwt.publicKeyLocation().isPresent()) {
            throw new ConfigurationException(SecuritySettings.JWT_ISSUER + " and " + SecuritySettings.JWT_KEYS
                    + " must be set together; only one of them is set");
        }
        issuer = jwt.issuer().orElse(null);
        rolesClaim = jwt.rolesClaim();
        roles = roles(jwt.groups());
        rules = new JwtRules(jwt);
        expected =
                jwt.publicKeyLocation().map(location -> expected(jwt, location)).orElse(null);
    }

    /** The role that each name of the claim gives; of a group with several, the highest. */
    private static Map<String, Role> roles(SecuritySettings.Groups groups) {
        Map<String, Role> roles = new HashMap<>();
        groups.reader().ifPresent(names -> names.forEach(name -> roles.put(name.strip(), Role.READER)));
        groups.curator().ifPresent(names -> names.forEach(name -> roles.put(name.strip(), Role.CURATOR)));
        groups.admin().ifPresent(names -> names.forEach(name -> roles.put(name.strip(), Role.ADMIN)));
        if (roles.isEmpty()) {
            // A company may have a group with one of these names, so they count only if nothing else is said.
            for (Role role : Role.values()) {
                roles.put(role.id(), role);
            }
        }
        return roles;
    }

    void check(@Observes @Priority(SecuritySettings.EARLY) StartupEvent event) {
        // The constructor has checked the settings; this observer only makes sure that it runs during startup.
    }

    private static JWTAuthContextInfo expected(SecuritySettings.Jwt jwt, String location) {
        JWTAuthContextInfo expected = new JWTAuthContextInfo();
        expected.setIssuedBy(jwt.issuer().orElseThrow());
        // Without a path, the library fails on a claim `groups` that is not a list of strings. We read the roles
        // ourselves.
        expected.setGroupsPath(jwt.rolesClaim());
        jwt.audience().ifPresent(audience -> expected.setExpectedAudience(new HashSet<>(audience)));
        expected.setRelaxVerificationKeyValidation(false);
        JwtKeys.into(expected, location);
        return expected;
    }

    /** Whether an issuer is configured. */
    public boolean isSet() {
        return expected != null;
    }

    /**
     * Verifies a token.
     *
     * @return caller that the token identifies
     * @throws Problem.Unauthorized if the token is not a valid one of this issuer
     * @throws Problem.Unavailable if the issuer's keys cannot be fetched
     */
    AuthenticatedCaller bearer(String token) {
        if (keysFetched) {
            return verified(token);
        }
        if (!firstFetch.tryAcquire()) {
            throw new Problem.Unavailable(NO_KEYS);
        }
        try {
            return verified(token);
        } finally {
            firstFetch.release();
        }
    }

    private AuthenticatedCaller verified(String token) {
        try {
            JwtContext parsed = parser.parse(token, expected);
            Map<String, Object> claims = parsed.getJwtClaims().getClaimsMap();
            keysFetched = true;
            rules.check(parsed);
            String subject = Stream.of("sub", "preferred_username", "upn")
                    .map(claims::get)
                    .filter(claim -> claim instanceof String text
                            && VisibleText.faultOfLine(text).isEmpty())
                    .map(String.class::cast)
                    .findFirst()
                    .orElseThrow(() -> refused("The JWT has no usable claim sub, preferred_username or upn."));
            String name = claims.get("preferred_username") instanceof String text && !text.isBlank() ? text : subject;
            return new AuthenticatedCaller("jwt:" + issuer + " " + subject, readable(name), highest(claims));
        } catch (ParseException fault) {
            throw explained(fault);
        } catch (ClassCastException wrongType) {
            throw refused("The JWT has a claim of the wrong type.");
        }
    }

    private Optional<Role> highest(Map<String, Object> claims) {
        Object claim = claims;
        // A slash inside quotes belongs to the name, as in "https://example.org/roles".
        for (String name : rolesClaim.split("/(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
            claim = claim instanceof Map<?, ?> inner ? inner.get(name.replace("\"", "")) : null;
        }
        Collection<?> names = claim instanceof Collection<?> several
                ? several
                : claim instanceof String text ? Arrays.asList(text.split("[ ,]+", -1)) : List.of();
        return names.stream()
                .filter(String.class::isInstance)
                .map(roles::get)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    private static String readable(String name) {
        // Truncated first: that may split a surrogate pair, and cleaning replaces the remaining half.
        return VisibleText.cleaned(name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name);
    }

    private static RuntimeException explained(ParseException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                LOG.warnf("Fetching the JWT issuer's keys failed: %s", cause.toString());
                return new Problem.Unavailable(NO_KEYS);
            }
            if (cause instanceof InvalidJwtException invalid) {
                return refused(reason(invalid));
            }
        }
        return refused("The JWT is not valid.");
    }

    private static String reason(InvalidJwtException invalid) {
        if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "The JWT has expired.";
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "The JWT is not valid yet.";
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "The JWT is from an issuer that this service does not trust.";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "The JWT is not intended for this service: its audience does not match.";
        }
        return "The JWT is not valid.";
    }

    private static Problem.Unauthorized refused(String detail) {
        return new Problem.Unauthorized(detail, true);
    }
}

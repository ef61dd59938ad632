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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.VisibleText;

/** Whose JSON Web Tokens are taken, if anybody's. */
@ApplicationScoped
public class JwtIssuer {

    private static final Logger LOG = Logger.getLogger(JwtIssuer.class);
    private static final int MAX_NAME = 200;
    private static final String NO_KEYS = "The issuer of the token cannot be asked for its keys.";

    private final String issuer;
    private final String rolesClaim;
    private final JWTAuthContextInfo expected;
    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();
    /** Held by whoever fetches the keys for the first time; the others are not kept waiting for an issuer that is slow. */
    private final Semaphore fetching = new Semaphore(1);

    private volatile boolean fetched;

    JwtIssuer(SecuritySettings settings) {
        SecuritySettings.Jwt jwt = settings.jwt();
        if (jwt.issuer().isPresent() != jwt.publicKeyLocation().isPresent()) {
            throw new ConfigurationException(SecuritySettings.JWT_ISSUER + " and " + SecuritySettings.JWT_KEYS
                    + " belong together; only one of them is set");
        }
        issuer = jwt.issuer().orElse(null);
        rolesClaim = jwt.rolesClaim();
        expected =
                jwt.publicKeyLocation().map(location -> expected(jwt, location)).orElse(null);
    }

    void check(@Observes @Priority(SecuritySettings.EARLY) StartupEvent event) {
        // That it could be made is the check.
    }

    private static JWTAuthContextInfo expected(SecuritySettings.Jwt jwt, String location) {
        JWTAuthContextInfo expected = new JWTAuthContextInfo();
        expected.setIssuedBy(jwt.issuer().orElseThrow());
        // The library fails on groups of an odd shape unless it has a path; the roles are read here anyway.
        expected.setGroupsPath(jwt.rolesClaim());
        jwt.audience().ifPresent(audience -> expected.setExpectedAudience(new HashSet<>(audience)));
        expected.setRelaxVerificationKeyValidation(false);
        JwtKeys.into(expected, location);
        return expected;
    }

    /** Whether there is one. */
    public boolean isSet() {
        return expected != null;
    }

    /**
     * Who bears a token.
     *
     * @throws Problem.Unauthorized if it is not a good one of this issuer
     * @throws Problem.Unavailable if the issuer's keys cannot be had
     */
    AuthenticatedCaller bearer(String token) {
        if (fetched) {
            return verified(token);
        }
        if (!fetching.tryAcquire()) {
            throw new Problem.Unavailable(NO_KEYS);
        }
        try {
            return verified(token);
        } finally {
            fetching.release();
        }
    }

    private AuthenticatedCaller verified(String token) {
        try {
            Map<String, Object> claims =
                    parser.parse(token, expected).getJwtClaims().getClaimsMap();
            fetched = true;
            String subject = Stream.of("sub", "preferred_username", "upn")
                    .map(claims::get)
                    .filter(claim -> claim instanceof String text
                            && VisibleText.faultOfLine(text).isEmpty())
                    .map(String.class::cast)
                    .findFirst()
                    .orElseThrow(() -> refused("The JWT does not say whose it is."));
            String name = claims.get("preferred_username") instanceof String text && !text.isBlank() ? text : subject;
            return new AuthenticatedCaller("jwt:" + issuer + " " + subject, readable(name), highest(claims));
        } catch (ParseException fault) {
            throw why(fault);
        } catch (ClassCastException oddClaim) {
            throw refused("The JWT has claims of an unknown shape.");
        }
    }

    private Optional<Role> highest(Map<String, Object> claims) {
        Object claim = claims;
        // A slash inside quotes belongs to the name, as in "https://example.org/roles".
        for (String name : rolesClaim.split("/(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
            claim = claim instanceof Map<?, ?> inner ? inner.get(name.replace("\"", "")) : null;
        }
        Collection<?> roles = claim instanceof Collection<?> several
                ? several
                : claim instanceof String words ? Arrays.asList(words.split("[ ,]+", -1)) : List.of();
        return roles.stream()
                .filter(String.class::isInstance)
                .flatMap(role -> Role.of((String) role).stream())
                .max(Comparator.naturalOrder());
    }

    private static String readable(String name) {
        // Cut first: a cut may leave half of a surrogate pair, which is then replaced.
        return VisibleText.cleaned(name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name);
    }

    private static RuntimeException why(ParseException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                LOG.warnf("The keys of the JWT issuer cannot be had: %s", cause.toString());
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
            return "The JWT is not of the issuer that this service trusts.";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "The JWT is not meant for this service.";
        }
        return "The JWT is not valid.";
    }

    private static Problem.Unauthorized refused(String why) {
        return new Problem.Unauthorized(why, true);
    }
}

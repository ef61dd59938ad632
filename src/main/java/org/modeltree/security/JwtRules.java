package org.modeltree.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwt.consumer.JwtContext;
import org.modeltree.http.problem.Problem;

/** Stricter rules for valid JWTs of the issuer, each of which counts only if its setting is set. */
final class JwtRules {

    private static final String MEDIA_PREFIX = "application/";

    /** In lower case, without {@code application/}. */
    private final Set<String> types;

    private final Set<String> algorithms;
    private final Set<String> authentication;
    private final Set<String> refusedSubjects;

    JwtRules(SecuritySettings.Jwt jwt) {
        types = jwt.types().orElse(List.of()).stream().map(JwtRules::type).collect(Collectors.toSet());
        algorithms = names(jwt.algorithms());
        if (!JwtKeys.algorithms().containsAll(algorithms)) {
            // A misspelt name would refuse everybody.
            throw new ConfigurationException("modeltree.security.jwt.algorithms must be some of "
                    + String.join(", ", JwtKeys.algorithms()) + ", was " + String.join(", ", algorithms));
        }
        authentication = names(jwt.authentication());
        refusedSubjects = names(jwt.refusedSubjects());
    }

    private static Set<String> names(Optional<List<String>> setting) {
        return setting.orElse(List.of()).stream().map(String::strip).collect(Collectors.toSet());
    }

    /**
     * Refuses a JWT that is valid, but not accepted here.
     *
     * @throws Problem.Unauthorized if it breaks a rule
     */
    void check(JwtContext parsed) {
        // An encrypted JWT is one within another; the inner one is signed.
        checkType(parsed.getJoseObjects().get(0).getHeader("typ"));
        Object algorithm = parsed.getJoseObjects().get(0).getAlgorithmHeaderValue();
        if (!algorithms.isEmpty() && !algorithms.contains(algorithm)) {
            throw refused("The JWT is signed by an algorithm that this service does not accept.");
        }
        Map<String, Object> claims = parsed.getJwtClaims().getClaimsMap();
        if (!authentication.isEmpty()
                && Stream.of("acr", "amr")
                        .flatMap(name -> texts(claims.get(name)))
                        .noneMatch(authentication::contains)) {
            throw refused("The JWT does not say that its subject has logged in as this service requires: log in again, "
                    + "with a second factor.");
        }
        if (Stream.of("sub", "preferred_username", "upn")
                .flatMap(name -> texts(claims.get(name)))
                .anyMatch(refusedSubjects::contains)) {
            throw refused("The subject of the JWT is not accepted any more.");
        }
    }

    private static Stream<String> texts(Object claim) {
        Collection<?> values =
                claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        return values.stream().filter(String.class::isInstance).map(String.class::cast);
    }

    /** Refuses a JWT that was made for something else, such as to tell an application who has logged in. */
    private void checkType(Object type) {
        if (!types.isEmpty() && !(type instanceof String text && types.contains(type(text)))) {
            throw refused("The JWT is of another type than this service accepts; it needs an access token.");
        }
    }

    /** A type may be written as a media type or without its first part. */
    private static String type(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return name.startsWith(MEDIA_PREFIX) ? name.substring(MEDIA_PREFIX.length()) : name;
    }

    private static RuntimeException refused(String detail) {
        return new Problem.Unauthorized(detail, true);
    }
}

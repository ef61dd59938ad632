package org.modeltree.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.modeltree.http.config.Range;

/** Settings of authentication, authorization and rate limits. */
@ConfigMapping(prefix = "modeltree.security")
public interface SecuritySettings {

    /** Startup priority of checks of the settings, which run before anything slow. */
    int EARLY = 10;

    /** Key of {@link #bootstrapToken()}. */
    String BOOTSTRAP_TOKEN = "modeltree.security.bootstrap-token";

    /** Key of {@link #tokenHash()}. */
    String TOKEN_HASH = "modeltree.security.token-hash";

    /** Key of {@link Jwt#issuer()}. */
    String JWT_ISSUER = "modeltree.security.jwt.issuer";

    /** Key of {@link Jwt#publicKeyLocation()}. */
    String JWT_KEYS = "modeltree.security.jwt.public-key-location";

    /**
     * Whether reading is public. If not, it needs the role reader; health, metrics and the OpenAPI description stay
     * public.
     */
    @WithDefault("true")
    boolean publicRead();

    /** Token with the role admin that is not stored in the database; use it to create the first stored token. */
    Optional<String> bootstrapToken();

    /** Algorithm by which the secrets of stored tokens are hashed: SHA-256, SHA-512, SHA3-256 or SHA3-512. */
    @WithDefault("SHA-256")
    String tokenHash();

    /** JSON Web Tokens of one issuer. */
    Jwt jwt();

    /** Rate limits of callers. */
    RateLimit rateLimit();

    /** JSON Web Tokens of one issuer. */
    interface Jwt {

        /** Required value of the claim `iss`; no JWT is accepted if not set. */
        Optional<String> issuer();

        /** Location of the issuer's public keys: a PEM or JWKS file, or the http(s) URL of a JWKS. */
        Optional<String> publicKeyLocation();

        /** Claim with the caller's roles, a list or a text of names; use slashes for a nested claim. */
        @WithDefault("groups")
        String rolesClaim();

        /** Names in that claim that give roles here; without any, the names of the roles do. */
        Groups groups();

        /** Accepted values of the header `typ`, such as `at+jwt`, which access tokens have; the header is not checked if not set. */
        Optional<List<String>> types();

        /** Accepted algorithms of signatures, such as `ES256`; all that the issuer's keys allow if not set. */
        Optional<List<String>> algorithms();

        /**
         * Ways to log in, one of which must be in the claim `acr` or `amr`, such as `mfa`; the claims are not checked if not
         * set.
         */
        Optional<List<String>> authentication();

        /** Subjects or user names whose JWTs are refused, although they have not expired. */
        Optional<List<String>> refusedSubjects();

        /** Accepted audiences, one of which must be in the claim `aud`; the claim is not checked if not set. */
        Optional<List<String>> audience();
    }

    /** Groups of a company, each an exact name of the roles claim. If any is set, no other name gives a role. */
    interface Groups {

        /** Groups whose members may read. */
        Optional<List<String>> reader();

        /** Groups whose members may edit the catalog. */
        Optional<List<String>> curator();

        /** Groups whose members may also manage tokens, benchmarks and capabilities. */
        Optional<List<String>> admin();
    }

    /** Rate limits of callers, per process. */
    interface RateLimit {

        /** Sustained writes per minute and caller; 0 for no limit. */
        @WithDefault("600")
        @Range(min = 0, max = 1_000_000)
        int writesPerMinute();

        /** Writes that a caller can make at once. */
        @WithDefault("200")
        @Range(min = 1, max = 1_000_000)
        int burst();

        /** Reads per minute and caller, or per address for anonymous callers; 0 for no limit. */
        @WithDefault("0")
        @Range(min = 0, max = 1_000_000)
        int readsPerMinute();
    }
}

package org.modeltree.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import org.modeltree.http.config.Range;

/** What an operator can set about who may do what. */
@ConfigMapping(prefix = "modeltree.security")
public interface SecuritySettings {

    /** The settings are looked at before anything that takes time. */
    int EARLY = 10;

    /** Name of {@link #bootstrapToken()}. */
    String BOOTSTRAP_TOKEN = "modeltree.security.bootstrap-token";

    /** Name of {@link Jwt#issuer()}. */
    String JWT_ISSUER = "modeltree.security.jwt.issuer";

    /** Name of {@link Jwt#publicKeyLocation()}. */
    String JWT_KEYS = "modeltree.security.jwt.public-key-location";

    /** Whether everybody may read; if not, reading needs the role reader. Health, metrics and the API's description stay open. */
    @WithDefault("true")
    boolean publicRead();

    /** A token that acts as admin without being stored, to make the first stored one with. */
    Optional<String> bootstrapToken();

    /** JSON Web Tokens of one issuer. */
    Jwt jwt();

    /** How often a caller may ask. */
    RateLimit rateLimit();

    /** JSON Web Tokens of one issuer. */
    interface Jwt {

        /** The claim `iss` that tokens must have; without one no JWT is taken. */
        Optional<String> issuer();

        /** Where the issuer's public keys are: a PEM or JWKS file, or the http(s) address of a JWKS. */
        Optional<String> publicKeyLocation();

        /** The claim with the caller's roles, a list or words; a path with slashes for one inside another. */
        @WithDefault("groups")
        String rolesClaim();

        /** Of which one must be in the claim `aud`; without any it is not looked at. */
        Optional<List<String>> audience();
    }

    /** How often a caller may ask, in this process. */
    interface RateLimit {

        /** Writes a minute that one caller may make in the long run; 0 for no limit. */
        @WithDefault("600")
        @Range(least = 0, greatest = 1_000_000)
        int writesPerMinute();

        /** Writes that one caller may make at once. */
        @WithDefault("200")
        @Range(least = 1, greatest = 1_000_000)
        int burst();

        /** Reads a minute that one caller, or one address, may make; 0 for no limit. */
        @WithDefault("0")
        @Range(least = 0, greatest = 1_000_000)
        int readsPerMinute();
    }
}

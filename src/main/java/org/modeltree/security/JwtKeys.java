package org.modeltree.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.util.KeyUtils;
import io.smallrye.jwt.util.ResourceUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Source of the issuer's public keys, and the signature algorithms they allow. Only asymmetric algorithms are allowed:
 * never {@code none}, and never an HMAC, whose secret would be the public key.
 */
final class JwtKeys {

    private static final Set<SignatureAlgorithm> RSA = EnumSet.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512);
    private static final Set<SignatureAlgorithm> ELLIPTIC =
            EnumSet.of(SignatureAlgorithm.ES256, SignatureAlgorithm.ES384, SignatureAlgorithm.ES512);
    private static final Set<SignatureAlgorithm> EDWARDS = EnumSet.of(SignatureAlgorithm.EDDSA);
    /** How long fetched keys stay in use while the issuer cannot be reached. */
    private static final int RETAIN_ON_ERROR_MINUTES = 24 * 60;

    private JwtKeys() {}

    /**
     * Configures the verifier with the keys at a location. A file is read immediately, a URL with the first token.
     *
     * @throws ConfigurationException if the file cannot be read or contains no public key
     */
    static void into(JWTAuthContextInfo verifier, String location) {
        if (location.startsWith("http://") || location.startsWith("https://")) {
            verifier.setPublicKeyLocation(location);
            verifier.setJwksRetainCacheOnErrorDuration(RETAIN_ON_ERROR_MINUTES);
            jwks(verifier);
            return;
        }
        String content = content(location);
        if (content.contains("-----BEGIN")) {
            PublicKey key = key(content);
            verifier.setPublicVerificationKey(key);
            verifier.setSignatureAlgorithm(
                    key instanceof RSAPublicKey ? RSA : key instanceof ECPublicKey ? ELLIPTIC : EDWARDS);
        } else if (KeyUtils.loadJsonWebKeys(content) != null) {
            verifier.setPublicKeyContent(content);
            jwks(verifier);
        } else {
            throw new ConfigurationException(
                    SecuritySettings.JWT_KEYS + " must name a file with a PEM key, a PEM certificate or a JWKS");
        }
    }

    /** Algorithms that keys may have. */
    private static Set<SignatureAlgorithm> all() {
        Set<SignatureAlgorithm> all = EnumSet.copyOf(RSA);
        all.addAll(ELLIPTIC);
        all.addAll(EDWARDS);
        return all;
    }

    /** Names of the algorithms that keys may have, as JWTs write them. */
    static Set<String> algorithms() {
        return all().stream().map(SignatureAlgorithm::getAlgorithm).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void jwks(JWTAuthContextInfo verifier) {
        verifier.setSignatureAlgorithm(all());
        verifier.setKeyFormat(KeyFormat.JWK);
    }

    private static String content(String location) {
        try {
            String content = ResourceUtils.readResource(location);
            if (content != null) {
                return content;
            }
        } catch (IOException unreadable) {
            // Reported below, like a missing file.
        }
        throw new ConfigurationException(SecuritySettings.JWT_KEYS + ": cannot read the file " + location);
    }

    private static PublicKey key(String pem) {
        for (SignatureAlgorithm algorithm :
                Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA)) {
            try {
                return KeyUtils.decodePublicKey(pem, algorithm);
            } catch (GeneralSecurityException | IllegalArgumentException otherType) {
                // Try the next type of key.
            }
        }
        try {
            return KeyUtils.getCertificate(pem).getPublicKey();
        } catch (GeneralSecurityException | IllegalArgumentException noCertificate) {
            throw new ConfigurationException(SecuritySettings.JWT_KEYS + ": the PEM file contains no public key");
        }
    }
}

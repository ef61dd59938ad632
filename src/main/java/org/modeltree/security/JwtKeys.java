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

/**
 * Where the issuer's keys come from, and which signatures fit them. Only signatures that nobody but the issuer can make:
 * never "none", and never one whose secret is what is public here.
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
    /** Minutes for which fetched keys are used while the issuer cannot be reached. */
    private static final int KEPT_MINUTES = 24 * 60;

    private JwtKeys() {}

    /**
     * Tells the verifier about the keys. A file is read now, an address when the first token comes.
     *
     * @throws ConfigurationException if the file cannot be read, or there is no public key in it
     */
    static void into(JWTAuthContextInfo verifier, String location) {
        if (location.startsWith("http://") || location.startsWith("https://")) {
            verifier.setPublicKeyLocation(location);
            verifier.setJwksRetainCacheOnErrorDuration(KEPT_MINUTES);
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
                    SecuritySettings.JWT_KEYS + " must be a file with a PEM key, a PEM certificate or a JWKS");
        }
    }

    private static void jwks(JWTAuthContextInfo verifier) {
        Set<SignatureAlgorithm> all = EnumSet.copyOf(RSA);
        all.addAll(ELLIPTIC);
        all.addAll(EDWARDS);
        verifier.setSignatureAlgorithm(all);
        verifier.setKeyFormat(KeyFormat.JWK);
    }

    private static String content(String location) {
        try {
            String content = ResourceUtils.readResource(location);
            if (content != null) {
                return content;
            }
        } catch (IOException unreadable) {
            // Said below, like a file that is not there.
        }
        throw new ConfigurationException(SecuritySettings.JWT_KEYS + ": there is no file " + location + " to read");
    }

    private static PublicKey key(String pem) {
        for (SignatureAlgorithm kind :
                Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA)) {
            try {
                return KeyUtils.decodePublicKey(pem, kind);
            } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
                // The next one is tried.
            }
        }
        try {
            return KeyUtils.getCertificate(pem).getPublicKey();
        } catch (GeneralSecurityException | IllegalArgumentException neither) {
            throw new ConfigurationException(SecuritySettings.JWT_KEYS + ": the PEM file has no public key in it");
        }
    }
}

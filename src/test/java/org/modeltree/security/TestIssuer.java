package org.modeltree.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issuer of JWTs, with keys generated in this run and published as files. */
final class TestIssuer {

    static final String NAME = "https://issuer.example/realms/invented";
    static final String AUDIENCE = "modeltree";

    private TestIssuer() {}

    /** Key with this name; the same for the whole run, although each restart of the service reloads this class. */
    static PublicJsonWebKey key(String kid) {
        String property = "org.modeltree.test-issuer." + kid;
        try {
            if (System.getProperty(property) == null) {
                RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
                made.setKeyId(kid);
                System.setProperty(property, made.toJson(OutputControlLevel.INCLUDE_PRIVATE));
            }
            return PublicJsonWebKey.Factory.newPublicJwk(System.getProperty(property));
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** File with the issuer's JWKS. */
    static Path jwks() {
        return written("jwks.json", new JsonWebKeySet(List.of(key("first"), key("second"))).toJson());
    }

    /** File with one key of the issuer as PEM. */
    static Path pem() {
        return written("issuer.pem", pem(key("first").getPublicKey().getEncoded()));
    }

    /** File with an elliptic-curve or Edwards key as PEM. */
    static Path otherPem(String algorithm) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            return written(algorithm + ".pem", pem(pair.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Path written(String name, String content) {
        try {
            Path file = Path.of("target", "test-issuer", name).toAbsolutePath();
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** Valid claims. */
    static JwtClaims claims(String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience(AUDIENCE);
        claims.setSubject("f3b1");
        claims.setStringClaim("preferred_username", "Cora");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
        return claims;
    }

    /** Claims that expired some minutes ago. */
    static JwtClaims expired(String... roles) {
        JwtClaims claims = claims(roles);
        NumericDate past = NumericDate.now();
        past.addSeconds(-600);
        claims.setExpirationTime(past);
        NumericDate longPast = NumericDate.now();
        longPast.addSeconds(-1200);
        claims.setIssuedAt(longPast);
        return claims;
    }

    /** JWT with these claims, signed with a key of the issuer. */
    static String signed(JwtClaims claims) {
        return signed(claims, key("first"), "RS256");
    }

    /** JWT whose header says that it is of this type; null says nothing. */
    static String signed(JwtClaims claims, String type) {
        return signed(claims, key("first"), "RS256", type);
    }

    static String signed(JwtClaims claims, PublicJsonWebKey key, String algorithm) {
        return signed(claims, key, algorithm, null);
    }

    private static String signed(JwtClaims claims, PublicJsonWebKey key, String algorithm, String type) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            if (type != null) {
                jws.setHeader("typ", type);
            }
            jws.setPayload(claims.toJson());
            jws.setKeyIdHeaderValue(key.getKeyId());
            jws.setKey(key.getPrivateKey());
            jws.setAlgorithmHeaderValue(algorithm);
            return jws.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

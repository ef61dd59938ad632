package org.modeltree.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issuer of JWTs, with keys of its own, published as files. */
final class TestIssuer {

    static final String NAME = "https://issuer.example/realms/invented";
    static final String AUDIENCE = "modeltree";

    private TestIssuer() {}

    /**
     * Key with this name; the same for all runs. To look for primes takes seconds, so these are known: their distances from a round
     * number. Keys like these are guessed at once, and are for tests only.
     */
    static PublicJsonWebKey key(String kid) {
        RsaJsonWebKey key = switch (kid) {
            case "first" -> rsa(1037, 309);
            case "second" -> rsa(1697, 1487);
            case "stranger" -> rsa(1937, 2295);
            default -> throw new IllegalArgumentException(kid);
        };
        key.setKeyId(kid);
        return key;
    }

    private static RsaJsonWebKey rsa(int distanceOfP, int distanceOfQ) {
        BigInteger p = BigInteger.valueOf(3).shiftLeft(1022).add(BigInteger.valueOf(distanceOfP));
        BigInteger q = BigInteger.valueOf(7).shiftLeft(1021).add(BigInteger.valueOf(distanceOfQ));
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger n = p.multiply(q);
        BigInteger e = RSAKeyGenParameterSpec.F4;
        BigInteger d = e.modInverse(p1.multiply(q1));
        try {
            KeyFactory keys = KeyFactory.getInstance("RSA");
            RsaJsonWebKey key = new RsaJsonWebKey((RSAPublicKey) keys.generatePublic(new RSAPublicKeySpec(n, e)));
            key.setPrivateKey(keys.generatePrivate(
                    new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p))));
            return key;
        } catch (GeneralSecurityException impossible) {
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

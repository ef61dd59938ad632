package org.modeltree.security;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertBadToken;
import static org.modeltree.security.Requests.assertLacks;
import static org.modeltree.security.Requests.json;
import static org.modeltree.security.TestIssuer.claims;
import static org.modeltree.security.TestIssuer.signed;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

/** JWTs of the configured issuer, and of other issuers. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
class JwtTest {

    private static final String READABLE = "/api/v1/vendors";
    private static final String WRITES = "/test/writes";

    @Test
    void a_valid_jwt_gives_name_and_role() {
        String curator = signed(claims("offline_access", "curator"));
        json(curator).body("{}").put(WRITES).then().statusCode(200);
        assertLacks("admin", json(curator).body("{}").patch(WRITES));
        as(curator)
                .get(WRITES)
                .then()
                .body("name", equalTo("Cora"))
                .body("key", equalTo("jwt:" + TestIssuer.NAME + " f3b1"))
                .body("curator", equalTo(true));
        json(signed(claims("reader", "admin"))).body("{}").patch(WRITES).then().statusCode(200);
        json(signed(claims("admin"), TestIssuer.key("second"), "RS512"))
                .body("{}")
                .patch(WRITES)
                .then()
                .statusCode(200);
        json(signed(claims("admin"), TestIssuer.key("second"), "PS256"))
                .body("{}")
                .patch(WRITES)
                .then()
                .statusCode(200);
    }

    @Test
    void roles_are_read_from_the_configured_claim_only() {
        assertLacks("curator", json(signed(claims())).body("{}").put(WRITES));
        assertLacks(
                "curator",
                json(signed(claims("Curator", "ADMIN", "root"))).body("{}").put(WRITES));
        JwtClaims elsewhere = claims();
        elsewhere.unsetClaim("realm_access");
        elsewhere.setClaim("groups", List.of("admin"));
        elsewhere.setClaim("roles", List.of("admin"));
        elsewhere.setClaim("roleMappings", Map.of("reader", "admin"));
        assertLacks("curator", json(signed(elsewhere)).body("{}").put(WRITES));
        JwtClaims words = claims();
        words.setClaim("realm_access", Map.of("roles", "reader curator"));
        json(signed(words)).body("{}").put(WRITES).then().statusCode(200);
        for (Object odd :
                List.of("curator", 7, List.of("curator"), Map.of("roles", 7), Map.of("roles", List.of(1, 2)))) {
            JwtClaims claims = claims();
            claims.setClaim("realm_access", odd);
            claims.setClaim("groups", 7);
            assertLacks("curator", json(signed(claims)).body("{}").put(WRITES));
            as(signed(claims)).get(READABLE).then().statusCode(200);
        }
    }

    @Test
    void an_expired_or_early_jwt_is_refused() {
        assertBadToken(
                "The JWT has expired.", as(signed(TestIssuer.expired("admin"))).get(READABLE));
        JwtClaims early = claims("admin");
        NumericDate future = NumericDate.now();
        future.addSeconds(400);
        early.setNotBefore(future);
        assertBadToken("The JWT is not valid yet.", as(signed(early)).get(READABLE));
        JwtClaims forever = claims("admin");
        forever.unsetClaim("exp");
        assertBadToken("The JWT is not valid.", as(signed(forever)).get(READABLE));
    }

    @Test
    void a_jwt_of_another_issuer_or_audience_is_refused() {
        JwtClaims issuer = claims("admin");
        issuer.setIssuer("https://other.example");
        assertBadToken(
                "The JWT is from an issuer that this service does not trust.",
                as(signed(issuer)).get(READABLE));
        issuer.unsetClaim("iss");
        assertBadToken(
                "The JWT is from an issuer that this service does not trust.",
                as(signed(issuer)).get(READABLE));
        JwtClaims audience = claims("admin");
        audience.setAudience("another-service");
        assertBadToken(
                "The JWT is not intended for this service: its audience does not match.",
                as(signed(audience)).get(READABLE));
        audience.unsetClaim("aud");
        assertBadToken(
                "The JWT is not intended for this service: its audience does not match.",
                as(signed(audience)).get(READABLE));
        JwtClaims nobody = claims("admin");
        nobody.unsetClaim("sub");
        nobody.unsetClaim("preferred_username");
        assertBadToken("The JWT is not valid.", as(signed(nobody)).get(READABLE));
    }

    @Test
    void a_jwt_that_the_issuer_did_not_sign_is_refused() throws Exception {
        assertBadToken(
                "The JWT is not valid.",
                as(signed(claims("admin"), TestIssuer.key("stranger"), "RS256")).get(READABLE));
        var impostor = TestIssuer.key("stranger");
        impostor.setKeyId("first");
        assertBadToken(
                "The JWT is not valid.",
                as(signed(claims("admin"), impostor, "RS256")).get(READABLE));
        String good = signed(claims("reader"));
        String[] parts = good.split("\\.", -1);
        String more = encoded(claims("admin").toJson());
        assertBadToken(
                "The JWT is not valid.",
                as(parts[0] + "." + more + "." + parts[2]).get(READABLE));
        assertBadToken(
                "The JWT is not valid.", as(parts[0] + "." + parts[1] + ".").get(READABLE));
        assertBadToken("The JWT is not valid.", as(parts[0] + "." + parts[1]).get(READABLE));
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String header = encoded("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}");
            assertBadToken(
                    "The JWT is not valid.",
                    json(header + "." + more + ".").body("{}").patch(WRITES));
            assertBadToken(
                    "The JWT is not valid.",
                    json(header + "." + more + "." + parts[2]).body("{}").patch(WRITES));
        }
        for (String odd :
                List.of("a", "a.b", "a.b.c", "...", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9..", "A".repeat(6000))) {
            assertBadToken("The JWT is not valid.", as(odd).get(READABLE));
        }
    }

    @Test
    void the_public_key_is_not_accepted_as_an_hmac_secret() throws Exception {
        for (byte[] secret : List.of(
                TestIssuer.key("first").getPublicKey().getEncoded(),
                java.nio.file.Files.readAllBytes(TestIssuer.pem()))) {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setPayload(claims("admin").toJson());
            jws.setKeyIdHeaderValue("first");
            jws.setKey(new HmacKey(secret));
            jws.setAlgorithmHeaderValue("HS256");
            assertBadToken(
                    "The JWT is not valid.", as(jws.getCompactSerialization()).get(READABLE));
        }
    }

    @Test
    void a_key_that_a_jwt_brings_or_names_is_neither_used_nor_fetched() throws Exception {
        PublicJsonWebKey stranger = TestIssuer.key("stranger");
        AtomicInteger fetched = new AtomicInteger();
        HttpServer keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        keys.start();
        try {
            String url = "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys";
            Map<String, Object> headers = Map.of("jku", url, "x5u", url, "jwk", publicParts(stranger));
            for (Map.Entry<String, Object> header : headers.entrySet()) {
                for (String kid : List.of("stranger", "first")) {
                    JsonWebSignature jws = new JsonWebSignature();
                    jws.setPayload(claims("admin").toJson());
                    jws.setKeyIdHeaderValue(kid);
                    jws.getHeaders().setObjectHeaderValue(header.getKey(), header.getValue());
                    jws.setKey(stranger.getPrivateKey());
                    jws.setAlgorithmHeaderValue("RS256");
                    assertBadToken(
                            "The JWT is not valid.",
                            as(jws.getCompactSerialization()).get(READABLE));
                }
            }
        } finally {
            keys.stop(0);
        }
        assertEquals(0, fetched.get());
    }

    private static Map<String, Object> publicParts(PublicJsonWebKey key) {
        return key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}

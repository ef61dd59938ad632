package org.modeltree.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.http.problem.Problem;

/** Which kinds of JWT of the issuer are accepted. */
class JwtTypesTest {

    private static JwtIssuer issuer(String types) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class)
                .withDefaultValue("modeltree.security.jwt.issuer", TestIssuer.NAME)
                .withDefaultValue(
                        "modeltree.security.jwt.public-key-location",
                        TestIssuer.jwks().toString());
        if (types != null) {
            config.withDefaultValue("modeltree.security.jwt.types", types);
        }
        return new JwtIssuer(config.build().getConfigMapping(SecuritySettings.class));
    }

    private static String caller(JwtIssuer issuer, String type) {
        return issuer.bearer(TestIssuer.signed(TestIssuer.claims(), type)).name();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"JWT", "at+jwt", "logout+jwt", ""})
    void without_the_setting_any_kind_is_accepted(String type) {
        assertEquals("Cora", caller(issuer(null), type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt", "jwt"})
    void with_the_setting_its_kinds_are_accepted(String type) {
        assertEquals("Cora", caller(issuer("at+jwt, JWT"), type));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"JWT", "logout+jwt", "at+jwt2", "", "text/at+jwt"})
    void with_the_setting_every_other_kind_is_refused(String type) {
        JwtIssuer issuer = issuer("at+jwt");
        Problem.Unauthorized refused = assertThrows(Problem.Unauthorized.class, () -> caller(issuer, type));
        assertEquals(
                "The JWT is of another type than this service accepts; it needs an access token.",
                refused.getMessage());
    }

    @Test
    void a_kind_in_the_claims_counts_for_nothing() {
        JwtIssuer issuer = issuer("at+jwt");
        JwtClaims claims = TestIssuer.claims();
        claims.setClaim("typ", "at+jwt");
        assertThrows(Problem.Unauthorized.class, () -> issuer.bearer(TestIssuer.signed(claims, "ID")));
    }
}

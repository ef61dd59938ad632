package org.modeltree.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.modeltree.http.problem.Problem;

/** Which valid JWTs of the issuer are refused by settings. */
class JwtRulesTest {

    private static JwtIssuer issuer(String... setting) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class)
                .withDefaultValue("modeltree.security.jwt.issuer", TestIssuer.NAME)
                .withDefaultValue(
                        "modeltree.security.jwt.public-key-location",
                        TestIssuer.jwks().toString());
        if (setting.length > 0) {
            config.withDefaultValue("modeltree.security.jwt." + setting[0], setting[1]);
        }
        return new JwtIssuer(config.build().getConfigMapping(SecuritySettings.class));
    }

    private static JwtClaims claims(String name, Object value) {
        JwtClaims claims = TestIssuer.claims();
        claims.setClaim(name, value);
        return claims;
    }

    private static String caller(JwtIssuer issuer, JwtClaims claims) {
        return issuer.bearer(TestIssuer.signed(claims)).name();
    }

    private static void refuses(JwtIssuer issuer, JwtClaims claims, String why) {
        Problem.Unauthorized refused = assertThrows(Problem.Unauthorized.class, () -> caller(issuer, claims));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertTrue(refused.tokenGiven());
    }

    @Test
    void people_need_a_second_factor_if_the_setting_says_so() {
        JwtIssuer issuer = issuer("authentication", "mfa, https://refeds.org/profile/mfa");
        assertEquals("Cora", caller(issuer, claims("amr", List.of("pwd", "mfa"))));
        assertEquals("Cora", caller(issuer, claims("acr", "https://refeds.org/profile/mfa")));
        for (JwtClaims claims : List.of(
                TestIssuer.claims(),
                claims("amr", List.of("pwd")),
                claims("amr", "pwd mfa"),
                claims("amr", List.of(List.of("mfa"))),
                claims("acr", "MFA"),
                claims("acr", 2),
                claims("other", "mfa"))) {
            refuses(issuer, claims, "second factor");
        }
        assertEquals("Cora", caller(issuer(), TestIssuer.claims()));
    }

    @Test
    void a_closed_account_is_refused_by_its_subject_or_its_name() {
        for (String closed : List.of("f3b1", "Cora", "someone, Cora")) {
            refuses(issuer("refused-subjects", closed), TestIssuer.claims(), "not accepted any more");
        }
        assertEquals("Cora", caller(issuer("refused-subjects", "f3b,cora,f3b11"), TestIssuer.claims()));
    }

    @Test
    void an_algorithm_that_is_not_named_is_refused() {
        JwtIssuer strict = issuer("algorithms", "PS256, ES256");
        refuses(strict, TestIssuer.claims(), "algorithm");
        assertEquals(
                "Cora",
                strict.bearer(TestIssuer.signed(TestIssuer.claims(), TestIssuer.key("first"), "PS256"))
                        .name());
        assertEquals("Cora", caller(issuer("algorithms", "RS256"), TestIssuer.claims()));
        issuer("algorithms", "RS384,RS512,PS384,PS512,ES384,ES512,EdDSA");
        for (String unknown : List.of("RS265", "rs256", "HS256", "none", "RS256,none")) {
            assertThrows(ConfigurationException.class, () -> issuer("algorithms", unknown), unknown);
        }
    }
}

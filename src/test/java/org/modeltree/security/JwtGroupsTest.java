package org.modeltree.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/** Groups of a company have roles here if settings say so. */
class JwtGroupsTest {

    private static JwtIssuer issuer(Map<String, String> groups) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class)
                .withDefaultValue("modeltree.security.jwt.issuer", TestIssuer.NAME)
                .withDefaultValue(
                        "modeltree.security.jwt.public-key-location",
                        TestIssuer.jwks().toString());
        groups.forEach((role, names) -> config.withDefaultValue("modeltree.security.jwt.groups." + role, names));
        return new JwtIssuer(config.build().getConfigMapping(SecuritySettings.class));
    }

    private static Optional<Role> role(JwtIssuer issuer, Object groups) {
        JwtClaims claims = TestIssuer.claims();
        claims.setClaim("groups", groups);
        return issuer.bearer(TestIssuer.signed(claims)).role();
    }

    @Test
    void groups_have_the_highest_role_of_those_that_they_are_given() {
        JwtIssuer issuer =
                issuer(Map.of("reader", "staff, /catalog/editors", "curator", " /catalog/editors , CN=Models\\,OU=AI"));
        assertEquals(Optional.of(Role.READER), role(issuer, List.of("staff")));
        assertEquals(Optional.of(Role.CURATOR), role(issuer, List.of("staff", "/catalog/editors")));
        assertEquals(Optional.of(Role.CURATOR), role(issuer, List.of("CN=Models,OU=AI")));
        assertEquals(Optional.of(Role.CURATOR), role(issuer, "other /catalog/editors"));
        assertEquals(Optional.empty(), role(issuer, List.of("Staff", "/catalog/editors/former", "")));
    }

    @Test
    void with_groups_of_a_company_its_group_of_the_name_of_a_role_has_none() {
        assertEquals(Optional.empty(), role(issuer(Map.of("curator", "ml")), List.of("admin", "reader")));
        assertEquals(Optional.of(Role.ADMIN), role(issuer(Map.of()), List.of("admin", "reader")));
    }
}

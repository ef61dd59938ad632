package org.modeltree;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Starts the service as the README does, with the built-in catalog and a token, but little memory for unsent answers. */
public class ReadmeProfile implements QuarkusTestProfile {

    static final String TOKEN = "mt_0nlyForTheReadmeAndItsTest0123456789abcdefgh";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog", "builtin",
                "modeltree.security.bootstrap-token", TOKEN,
                "modeltree.requests.max-unsent-megabytes", "4");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "readme")));
    }
}

package org.modeltree.imports;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service without any catalog, for tests that import; writes are not counted. */
public class ImportsProfile implements QuarkusTestProfile {

    /** A token that may everything there. */
    public static final String ADMIN = "mt_Qw7eRt5yUi3oPa1sDf9gHj2kLz4xCv6bNm8QwErTyUi";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "modeltree.starter-catalog", "false",
                "modeltree.security.bootstrap-token", ADMIN,
                "modeltree.security.rate-limit.writes-per-minute", "0",
                "modeltree.imports.answer-within", "60s",
                "modeltree.imports.max-megabytes", "8"));
        settings.putAll(more());
        return settings;
    }

    public Map<String, String> more() {
        return Map.of();
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(
                TestDatabase.class, Map.of("database", getClass().getSimpleName())));
    }

    /** The same, where every import that takes longer than a moment is answered with 202, and no writer waits long. */
    public static class Hasty extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of(
                    "modeltree.imports.answer-within", "1ms",
                    "modeltree.imports.max-megabytes", "200",
                    "modeltree.writes.longest-wait", "200ms");
        }
    }

    /** The same, where two catalogs are received at once, one of each caller. */
    public static class Narrow extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.receive-at-once", "2");
        }
    }

    /** The same, where imports run one after the other and nobody waits for them. */
    public static class OneAtOnce extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.answer-within", "1ms", "modeltree.imports.at-once", "1");
        }
    }

    /** The same, where a connection on which nothing comes is soon closed. */
    public static class Impatient extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("quarkus.http.idle-timeout", "3S");
        }
    }

    /** The same, where LiteLLM is trusted more than all others. */
    public static class OtherTrust extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.trust", "litellm,openrouter,models.dev,epoch,modeltree");
        }
    }
}

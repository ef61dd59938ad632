package org.modeltree.imports;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** A service without a catalog and without write limits, for tests of imports. */
public class ImportsProfile implements QuarkusTestProfile {

    /** Token of an admin. */
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

    /** {@link ImportsProfile} with 202 for every import that takes longer than a moment, and a short wait for writers. */
    public static class Hasty extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of(
                    "modeltree.imports.answer-within", "1ms",
                    "modeltree.imports.max-megabytes", "200",
                    "modeltree.writes.longest-wait", "200ms");
        }
    }

    /** {@link ImportsProfile} with two uploads at a time, one per caller. */
    public static class Narrow extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.receive-at-once", "2");
        }
    }

    /** {@link ImportsProfile} with one import at a time and 202 for all. */
    public static class OneAtOnce extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.answer-within", "1ms", "modeltree.imports.at-once", "1");
        }
    }

    /** {@link ImportsProfile} with a short idle timeout for connections. */
    public static class Impatient extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("quarkus.http.idle-timeout", "3S");
        }
    }

    /** {@link ImportsProfile} with LiteLLM as the most trusted origin. */
    public static class OtherTrust extends ImportsProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.trust", "litellm,openrouter,models.dev,epoch,modeltree");
        }
    }
}

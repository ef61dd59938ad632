package org.modeltree;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts the service with an empty catalog, a token and no limit of writes. Its tests share a database; those that
 * expect nothing in it empty it first.
 */
public class EmptyCatalogProfile implements QuarkusTestProfile {

    /** Token of an admin. */
    public static final String ADMIN = "mt_Qw7eRt5yUi3oPa1sDf9gHj2kLz4xCv6bNm8QwErTyUi";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "modeltree.starter-catalog", "none",
                "modeltree.security.bootstrap-token", ADMIN,
                "modeltree.security.rate-limit.writes-per-minute", "0",
                "modeltree.imports.answer-within", "300s",
                "quarkus.http.idle-timeout", "10M",
                "modeltree.imports.max-megabytes", "16",
                "modeltree.exports.max-clients", "32",
                "modeltree.exports.stall-timeout", "15s"));
        settings.putAll(Map.of(
                "modeltree.change-streams.max-clients", "8",
                "modeltree.change-streams.heartbeat", "300ms",
                "modeltree.change-streams.stall-timeout", "2s"));
        settings.putAll(Map.of(
                "modeltree.webhooks.allow-private", "127.0.0.1/32",
                "modeltree.webhooks.allow-http", "true",
                "modeltree.webhooks.max-count", "80",
                "modeltree.webhooks.max-lag", "60",
                "modeltree.webhooks.timeout", "3s",
                "modeltree.webhooks.retry-delays", "20ms,20ms,20ms,20ms,20ms,20ms"));
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

    /**
     * {@link EmptyCatalogProfile} with one import at a time, and with {@link TransactionMoments}. {@link WaitingSuite} uses it
     * in place of {@link EmptyCatalogProfile}, which saves a start.
     */
    public static class Watched extends EmptyCatalogProfile {
        @Override
        public Map<String, String> more() {
            return Map.of("modeltree.imports.at-once", "1", "modeltree.imports.receive-at-once", "100");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TransactionMoments.class);
        }
    }

    /**
     * {@link EmptyCatalogProfile} with other settings than the defaults, one for each test that needs it: two uploads at a
     * time, one per caller; 202 for every import that takes longer than a moment; a short wait for writers; a short idle
     * timeout for connections; an address for search engines; short streams of changes; LiteLLM as the most trusted origin;
     * other thresholds of quality rules; one megabyte of export files; what is older than some days is removed; a port
     * for operators; origins whose pages may read; a line in the log for each request.
     */
    public static class OtherSettings extends EmptyCatalogProfile {
        @Override
        public Map<String, String> more() {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "modeltree.retention.changes", "30d",
                    "modeltree.retention.versions", "10d",
                    "modeltree.retention.import-reports", "10d",
                    "modeltree.retention.interval", "1s",
                    "modeltree.management.port", "0",
                    "modeltree.log.access", "true",
                    // Tests listen to these lines, and nobody reads them.
                    "quarkus.log.category.\"org.modeltree.access\".use-parent-handlers", "false"));
            settings.putAll(Map.of(
                    "modeltree.cors.read-origins", "https://Shop.example",
                    "modeltree.cors.write-origins", "https://desk.example"));
            settings.putAll(Map.of(
                    "modeltree.public-url", "https://models.example/",
                    "modeltree.imports.receive-at-once", "2",
                    "modeltree.imports.answer-within", "1ms",
                    "modeltree.change-streams.max-duration", "1s",
                    "modeltree.writes.longest-wait", "200ms",
                    "quarkus.http.idle-timeout", "3S",
                    "modeltree.imports.trust", "litellm,openrouter,models.dev,epoch,modeltree",
                    "modeltree.quality.stale-after-days", "3000",
                    "modeltree.quality.price-outlier-factor", "50",
                    "modeltree.exports.max-megabytes", "1"));
            return settings;
        }
    }
}

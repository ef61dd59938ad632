package org.modeltree.statements;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Starts the service on the generated catalog, with a driver that counts statements. */
public class CountedProfile extends GeneratedCatalogProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("quarkus.datasource.jdbc.driver", CountingDriver.class.getName());
        // Counts only statements of uncached responses, so nothing else may send any in the meantime.
        settings.put("modeltree.cache.max-bytes", "0");
        settings.put("modeltree.cache.facts-max-bytes", "0");
        settings.put("modeltree.revision.poll", "1H");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "counted")));
    }
}

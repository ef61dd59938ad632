package org.modeltree.statements;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service on the generated catalog, with a driver that counts statements and with a response cache. */
public class UnknownIdsProfile extends CountedProfile {

    /** Size of the cache; an additional sixteenth holds about fifty 404 responses. */
    static final int MAX_BYTES = 2_000_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("modeltree.cache.max-bytes", Integer.toString(MAX_BYTES));
        settings.put("modeltree.cache.facts-max-bytes", "0");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "unknown")));
    }
}

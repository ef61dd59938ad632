package org.modeltree.revision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service with a standby that does not exist. */
public class AwayProfile extends ReplicaProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        // A port without a listener.
        settings.put("modeltree.read-replica.url", "jdbc:postgresql://localhost:1/nowhere");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "alone")));
    }
}

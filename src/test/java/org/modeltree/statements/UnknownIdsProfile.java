package org.modeltree.statements;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** The generated catalog with a driver that counts what it sends, and with room for answers. */
public class UnknownIdsProfile extends CountedProfile {

    /** Of this a sixteenth on top is for answers that there is no such thing: some fifty of them. */
    static final int MAX_BYTES = 2_000_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("modeltree.cache.max-bytes", Integer.toString(MAX_BYTES));
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "unknown")));
    }
}

package org.modeltree.http.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.revision.trace.OtlpReceiver;

/** {@link EmptyCatalogProfile.Watched} with a small cache, a clock that tests can set, and a collector of traces. */
public class CachingProfile extends EmptyCatalogProfile.Watched {

    static final long MAX_BYTES = 200_000;

    @Override
    public Map<String, String> more() {
        Map<String, String> settings = new HashMap<>(super.more());
        settings.put("modeltree.cache.max-bytes", Long.toString(MAX_BYTES));
        // Only requests whose client wants it are traced.
        settings.put("modeltree.tracing.percent", "0");
        return settings;
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
        alternatives.add(ShiftedClock.class);
        return alternatives;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        List<TestResourceEntry> resources = new ArrayList<>(super.testResources());
        resources.add(new TestResourceEntry(OtlpReceiver.class));
        return resources;
    }
}

package org.modeltree.revision.trace;

import java.util.ArrayList;
import java.util.List;
import org.modeltree.EmptyCatalogProfile;

/** {@link EmptyCatalogProfile} with a collector of traces. */
public class TracedProfile extends EmptyCatalogProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        List<TestResourceEntry> resources = new ArrayList<>(super.testResources());
        resources.add(new TestResourceEntry(OtlpReceiver.class));
        return resources;
    }
}

package org.modeltree.http.edge;

import java.util.Map;
import org.modeltree.EmptyCatalogProfile;

/** {@link EmptyCatalogProfile} with a line in the log for each request. */
public class WatchedProfile extends EmptyCatalogProfile {

    @Override
    public Map<String, String> more() {
        return Map.of("modeltree.log.access", "true");
    }
}

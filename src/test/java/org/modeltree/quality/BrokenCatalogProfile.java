package org.modeltree.quality;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service on a catalog that breaks each rule once, in a database of its own. */
public class BrokenCatalogProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Path file = Path.of("target", "broken-catalog.ndjson").toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, BrokenCatalog.ndjson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Different from the defaults, so that the test shows that the settings are read.
        return Map.of(
                "modeltree.starter-catalog",
                file.toString(),
                "modeltree.quality.stale-after-days",
                "3000",
                "modeltree.quality.price-outlier-factor",
                "50");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "quality")));
    }
}

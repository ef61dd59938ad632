package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service on the invented catalog, in a database of its own. */
public class InventedCatalogProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        System.out.println("Invented catalog: -Dmodeltree.seed=" + InventedCatalog.SEED);
        Path file = Path.of("target", "invented-catalog.ndjson").toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, InventedCatalog.get().ndjson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("modeltree.starter-catalog", file.toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "invented")));
    }
}

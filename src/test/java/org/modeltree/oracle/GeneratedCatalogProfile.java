package org.modeltree.oracle;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;
import org.modeltree.oracle.generated.GeneratedCatalog;

/** Starts the service on the generated catalog, in a database of its own. */
public class GeneratedCatalogProfile implements QuarkusTestProfile {

    /** An admin token. */
    public static final String ADMIN = "mt_Zk9uXr3vQ7bT1pLw8yHc5dNf2gJs6aMe4iRo0UtBxKq";

    @Override
    public Map<String, String> getConfigOverrides() {
        System.out.println("Generated catalog: -Dmodeltree.seed=" + GeneratedCatalog.SEED);
        Path file = Path.of("target", "generated-catalog.ndjson").toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            // Another JVM of the same run may be reading the file.
            Path written = Files.createTempFile(file.getParent(), "generated-catalog", ".ndjson");
            Files.writeString(written, GeneratedCatalog.get().ndjson());
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "modeltree.starter-catalog",
                file.toString(),
                "modeltree.security.bootstrap-token",
                ADMIN,
                "modeltree.security.rate-limit.writes-per-minute",
                "0",
                "modeltree.cors.write-origins",
                "https://editor.example:8443, HTTPS://Desk.example");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "generated")));
    }
}

package org.modeltree.startup.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.changes.CatalogRecords;

/** The checks that records pass when they are loaded, with the file and the entry of each fault. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class StarterRecordsTest {

    @Inject
    CatalogRecords records;

    @Test
    void every_record_of_the_starter_catalog_can_be_loaded() throws IOException {
        List<String> faults = new ArrayList<>();
        for (StarterRecord record : StarterAssembly.assemble(Path.of("src/main/resources/catalog"))) {
            records.record(
                    record.json(), fault -> faults.add(record.where() + ": " + fault.pointer() + " " + fault.detail()));
        }
        assertEquals("", String.join("\n", faults));
    }
}

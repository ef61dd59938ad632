package org.modeltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.bootstrap.app.CuratedApplication;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Quarkus still keeps what profiles need where {@link SharedLibraries} puts it. */
class SharedLibrariesTest {

    @Test
    void all_profiles_use_the_same_libraries() throws ReflectiveOperationException, IOException {
        Map<String, CuratedApplication> kept = SharedLibraries.share();
        assertTrue(SharedLibraries.keys().contains("QuarkusTest-" + EmptyCatalogProfile.class.getName()));
        assertEquals(SharedLibraries.keys(), Set.copyOf(kept.keySet()));
        assertEquals(1, new HashSet<>(kept.values()).size());
    }
}

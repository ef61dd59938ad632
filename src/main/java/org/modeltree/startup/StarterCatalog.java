package org.modeltree.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.modeltree.imports.InvalidCatalog;
import org.modeltree.imports.StarterCatalogTransaction;

/** Loads the starter catalog into an empty database. */
@ApplicationScoped
class StarterCatalog {

    /** Startup priority of the loading; observers that read the catalog use a higher number. */
    static final int LOADED = 100;

    private static final Logger LOG = Logger.getLogger(StarterCatalog.class);
    private static final String BUILT_IN = "builtin";
    private static final String NONE = "false";
    private static final String RESOURCE = "catalog/starter.ndjson";

    private final Settings settings;
    private final StarterCatalogTransaction loader;

    StarterCatalog(Settings settings, StarterCatalogTransaction loader) {
        this.settings = settings;
        this.loader = loader;
    }

    void load(@Observes @Priority(LOADED) StartupEvent event) {
        String catalog = settings.starterCatalog();
        if (catalog.equals(NONE)) {
            return;
        }
        try (InputStream stream = open(catalog)) {
            loader.loadIfEmpty(stream)
                    .ifPresent(models -> LOG.infof("The database was empty; loaded %d models", models));
        } catch (InvalidCatalog fault) {
            throw new StartupFailure("The starter catalog " + catalog + " was not loaded:\n" + fault.getMessage());
        } catch (NoSuchFileException missing) {
            throw new StartupFailure("The starter catalog " + catalog + " cannot be read: file not found");
        } catch (IOException | UncheckedIOException unreadable) {
            throw new StartupFailure("The starter catalog " + catalog + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static InputStream open(String catalog) throws IOException {
        return catalog.equals(BUILT_IN)
                ? Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)
                : Files.newInputStream(Path.of(catalog));
    }
}

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

/**
 * Loads the starter catalog into an empty database: a whole catalog, or only the built-in benchmarks and capabilities, so that
 * an import has scores and bands at once. A database that was ever changed stays as it is.
 */
@ApplicationScoped
class StarterCatalog {

    /** Startup priority of the loading; observers that read the catalog use a higher number. */
    static final int LOADED = 100;

    /** System property by which {@link Main} says that the database has a catalog, so that nothing needs to be loaded. */
    static final String HAS_CATALOG = "org.modeltree.has-catalog";

    private static final Logger LOG = Logger.getLogger(StarterCatalog.class);
    private static final String BUILT_IN = "builtin";
    private static final String BENCHMARKS_ONLY = "false";
    private static final String NONE = "none";
    private static final String CATALOG_RESOURCE = "catalog/starter.ndjson";
    private static final String BENCHMARKS_RESOURCE = "catalog/benchmarks.ndjson";

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
            if (Boolean.getBoolean(HAS_CATALOG)) {
                return;
            }
            loader.loadIfEmpty(stream).ifPresent(models -> LOG.info(message(catalog, models)));
        } catch (InvalidCatalog fault) {
            throw new StartupFailure("The starter catalog " + catalog + " was not loaded:\n" + fault.getMessage());
        } catch (NoSuchFileException missing) {
            throw new StartupFailure("The starter catalog " + catalog + " cannot be read: file not found");
        } catch (IOException | UncheckedIOException unreadable) {
            throw new StartupFailure("The starter catalog " + catalog + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static String message(String catalog, long models) {
        return "The database was empty; loaded "
                + (catalog.equals(BENCHMARKS_ONLY) ? "the built-in benchmarks and capabilities" : models + " models");
    }

    private static InputStream open(String catalog) throws IOException {
        return switch (catalog) {
            case BUILT_IN -> resource(CATALOG_RESOURCE);
            case BENCHMARKS_ONLY -> resource(BENCHMARKS_RESOURCE);
            default -> Files.newInputStream(Path.of(catalog));
        };
    }

    private static InputStream resource(String name) {
        return Thread.currentThread().getContextClassLoader().getResourceAsStream(name);
    }
}

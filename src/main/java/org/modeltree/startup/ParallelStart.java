package org.modeltree.startup;

import io.quarkus.runtime.Application;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/**
 * Parts of the start that depend on nothing else, on a second core: the check of the database, and the initialization of
 * classes that take long. Meanwhile the main thread initializes what Quarkus prepares for every start.
 */
final class ParallelStart {

    private static final Logger LOG = Logger.getLogger(ParallelStart.class);

    /**
     * Classes that take long to initialize and that need no other class of the list. If an upgrade renames one, the start
     * only becomes slower.
     */
    private static final List<String> SLOW_CLASSES = List.of(
            BigDecimal.class.getName(),
            "org.hibernate.boot.models.JpaAnnotations",
            "org.hibernate.boot.models.HibernateAnnotations",
            "com.fasterxml.jackson.databind.ObjectMapper");

    private ParallelStart() {}

    /**
     * Initializes the application while another thread finds the database.
     *
     * @throws RuntimeException the fault of that thread, which comes before any fault of the application: whatever else is
     *     wrong, the operator is first told of the database
     */
    static void initializeWhile(Runnable findsDatabase) {
        background("slow-classes", () -> SLOW_CLASSES.forEach(ParallelStart::initializeIfThere));
        FutureTask<Void> database = new FutureTask<>(findsDatabase, null);
        background("find-database", database);
        try {
            initializeIfThere(Application.APP_CLASS_NAME);
        } finally {
            await(database);
        }
    }

    private static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Initializes a class, which in development mode or after an upgrade may be missing. */
    private static void initializeIfThere(String name) {
        try {
            Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException missing) {
            LOG.debugf("No class %s to initialize early", name);
        }
    }

    private static void await(FutureTask<Void> task) {
        try {
            task.get();
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(fault.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

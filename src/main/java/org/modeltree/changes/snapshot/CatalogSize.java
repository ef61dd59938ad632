package org.modeltree.changes.snapshot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.modeltree.revision.DedicatedConnection;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Metrics of the size of the catalog, which are read once a minute if the catalog has changed. Small tables are counted; of large
 * ones PostgreSQL's own estimate is taken, because counting a million rows takes a tenth of a second.
 */
@UsesSql("statistics of PostgreSQL about its tables")
@ApplicationScoped
class CatalogSize {

    private static final Logger LOG = Logger.getLogger(CatalogSize.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_STOP = Duration.ofSeconds(1);

    /** Rows up to which a table is counted. */
    private static final int MAX_COUNTED = 20_000;

    /** Tables that are named after what a row of them is. */
    private static final List<String> TABLES = List.of(
            "model",
            "vendor",
            "benchmark",
            "capability",
            "measurement",
            "offering",
            "provider",
            "lineage_edge",
            "webhook");

    /**
     * Rows of each table. The limit ends the count of a large one, whose estimate is at least as large if it has ever been
     * analyzed.
     */
    private static final String COUNTS =
            TABLES.stream().map(table -> """
                    select '%1$s', greatest(
                        (select count(*) from (select 1 from %1$s limit %2$d) few),
                        (select reltuples from pg_class where oid = '%1$s'::regclass and reltuples >= %2$d))
                    """.formatted(table, MAX_COUNTED)).collect(Collectors.joining("union all\n"));

    private final DedicatedConnection connections;
    private final LatestRevision latest;
    private final BackgroundThreads threads;
    private final Map<String, Double> rows = new ConcurrentHashMap<>();
    private BackgroundThread thread;
    private long countedAt = Long.MIN_VALUE;

    CatalogSize(
            DedicatedConnection connections, LatestRevision latest, BackgroundThreads threads, MeterRegistry meters) {
        this.connections = connections;
        this.latest = latest;
        this.threads = threads;
        TABLES.forEach(table -> Gauge.builder(
                        "modeltree.catalog.rows", rows, found -> found.getOrDefault(table, Double.NaN))
                .tag("type", table)
                .description("Number of things of a type; an estimate above 20,000. NaN until it is known")
                .register(meters));
    }

    void start(@Observes StartupEvent event) {
        thread = threads.start("catalog-size", this::watch);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.stop(MAX_STOP);
    }

    private void watch(BackgroundThread self) throws InterruptedException {
        long known = latest.known();
        if (known != countedAt) {
            try (Connection connection = connections.open("catalog size");
                    Statement statement = connection.createStatement();
                    ResultSet counts = statement.executeQuery(COUNTS)) {
                while (counts.next()) {
                    rows.put(counts.getString(1), counts.getDouble(2));
                }
                countedAt = known;
            } catch (SQLException away) {
                LOG.warnf("Cannot count the catalog: %s", away.getMessage());
            }
        }
        Thread.sleep(INTERVAL.toMillis());
    }
}

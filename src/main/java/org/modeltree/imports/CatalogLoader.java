package org.modeltree.imports;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.modeltree.changes.CatalogLines;
import org.modeltree.changes.Line;
import org.modeltree.changes.LineFault;
import org.modeltree.changes.StagingLoader;

/** Puts a whole catalog into an empty database, in one transaction. */
@ApplicationScoped
public class CatalogLoader {

    private static final int TRANSACTION_TIMEOUT_SECONDS = 3_600;
    /** More faults than this are not read by anybody. */
    private static final int MOST_FAULTS = 20;

    private final CatalogReader reader;
    private final CatalogLines lines;
    private final DataSource dataSource;
    private final Clock clock;

    CatalogLoader(CatalogReader reader, CatalogLines lines, DataSource dataSource, Clock clock) {
        this.reader = reader;
        this.lines = lines;
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Loads the catalog if there is none yet; two services that start at once load it once.
     *
     * @return the number of models loaded; −1 where the database had a catalog already
     * @throws CatalogFault if a line is wrong; nothing is loaded
     */
    public long loadIfEmpty(InputStream catalog) {
        return QuarkusTransaction.requiringNew()
                .timeout(TRANSACTION_TIMEOUT_SECONDS)
                .call(() -> {
                    try (Connection connection = dataSource.getConnection();
                            StagingLoader staging = new StagingLoader(connection, lines)) {
                        staging.patiently();
                        staging.lock(Duration.ofSeconds(TRANSACTION_TIMEOUT_SECONDS));
                        if (staging.count("select revision from catalog_revision") > 0) {
                            return -1L;
                        }
                        List<LineFault> faults = new ArrayList<>();
                        stage(catalog, staging, faults);
                        refuse(faults);
                        staging.staged();
                        staging.duplicates((fault, at) -> faults.add(fault));
                        staging.faults((fault, at) -> faults.add(fault), MOST_FAULTS);
                        refuse(faults);
                        staging.apply(clock.instant(), (step, done) -> {});
                        return staging.count("select count(*) from model");
                    }
                });
    }

    private void stage(InputStream catalog, StagingLoader staging, List<LineFault> faults) throws IOException {
        reader.read(catalog, new CatalogReader.Listener() {
            @Override
            public void line(Line line) {
                if (faults.isEmpty()) {
                    try {
                        staging.add(line);
                    } catch (SQLException fault) {
                        throw new IllegalStateException("the line could not be staged", fault);
                    }
                }
            }

            @Override
            public void fault(LineFault fault) {
                faults.add(fault);
            }

            @Override
            public boolean goesOn() {
                return faults.size() < MOST_FAULTS;
            }
        });
    }

    private static void refuse(List<LineFault> faults) {
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults.stream()
                    .sorted(Comparator.comparingLong(LineFault::line)
                            .thenComparing(LineFault::pointer)
                            .thenComparing(LineFault::detail))
                    .limit(MOST_FAULTS)
                    .toList());
        }
    }
}

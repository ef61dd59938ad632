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
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;
import org.modeltree.changes.StagingTable;
import org.modeltree.formats.modeltree.ModeltreeReader;
import org.modeltree.revision.UsesSql;

/** Loads a complete catalog into an empty database, in one transaction. */
@UsesSql("COPY and merges of whole sets, before the service accepts requests")
@ApplicationScoped
public class StarterCatalogTransaction {

    private static final int TRANSACTION_TIMEOUT_SECONDS = 3_600;
    /** Faults that are reported; nobody reads more. */
    private static final int MAX_FAULTS = 20;

    private final ModeltreeReader reader;
    private final CatalogRecords records;
    private final DataSource dataSource;
    private final Clock clock;

    StarterCatalogTransaction(ModeltreeReader reader, CatalogRecords records, DataSource dataSource, Clock clock) {
        this.reader = reader;
        this.records = records;
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Loads the catalog if the database has none. Two services that start at the same time load it once.
     *
     * @return the number of models loaded; empty if the database already had a catalog
     * @throws InvalidCatalog if a line is invalid; nothing is loaded
     */
    public OptionalLong loadIfEmpty(InputStream catalog) {
        return QuarkusTransaction.requiringNew()
                .timeout(TRANSACTION_TIMEOUT_SECONDS)
                .call(() -> {
                    try (Connection connection = dataSource.getConnection();
                            StagingTable staging = new StagingTable(connection, records)) {
                        staging.liftLimits();
                        staging.lock(Duration.ofSeconds(TRANSACTION_TIMEOUT_SECONDS));
                        if (staging.count("select revision from catalog_revision") > 0) {
                            return OptionalLong.empty();
                        }
                        List<RecordFault> faults = new ArrayList<>();
                        stage(catalog, staging, faults);
                        refuse(faults);
                        staging.finish();
                        staging.duplicates((fault, at) -> faults.add(fault));
                        staging.faults((fault, at) -> faults.add(fault), MAX_FAULTS);
                        refuse(faults);
                        staging.apply(clock.instant());
                        return OptionalLong.of(staging.count("select count(*) from model"));
                    }
                });
    }

    private void stage(InputStream catalog, StagingTable staging, List<RecordFault> faults) throws IOException {
        reader.read(catalog, new ModeltreeReader.Listener() {
            @Override
            public void record(StagedRecord record) {
                if (faults.isEmpty()) {
                    try {
                        staging.add(record);
                    } catch (SQLException fault) {
                        throw new IllegalStateException("the record could not be staged", fault);
                    }
                }
            }

            @Override
            public void fault(RecordFault fault) {
                faults.add(fault);
            }

            @Override
            public boolean wantsMore() {
                return faults.size() < MAX_FAULTS;
            }
        });
    }

    private static void refuse(List<RecordFault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidCatalog(faults.stream()
                    .sorted(Comparator.comparingLong(RecordFault::line)
                            .thenComparing(RecordFault::pointer)
                            .thenComparing(RecordFault::detail))
                    .limit(MAX_FAULTS)
                    .toList());
        }
    }
}

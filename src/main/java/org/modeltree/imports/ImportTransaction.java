package org.modeltree.imports;

import com.fasterxml.jackson.databind.node.NullNode;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.KnownIds;
import org.modeltree.changes.Merge;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;
import org.modeltree.changes.StagingTable;
import org.modeltree.formats.modeltree.ModeltreeReader;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.http.config.DatabaseSettings;
import org.modeltree.http.problem.Problem;
import org.modeltree.identity.KnownModelRows;
import org.modeltree.imports.renamed.RenamedOfferings;
import org.modeltree.imports.restated.OwnExports;
import org.modeltree.imports.restated.Restatements;
import org.modeltree.imports.unmatched.Decisions;
import org.modeltree.imports.unmatched.UnmatchedQueue;
import org.modeltree.revision.Commit;
import org.modeltree.revision.LatestRevision;
import org.modeltree.revision.NetworkTimeout;
import org.modeltree.revision.UsesSql;

/** Import of one catalog in one transaction. Other writers wait only while it is merged. */
@UsesSql("one connection from staging to the commit")
@ApplicationScoped
class ImportTransaction {

    private static final int TRANSACTION_TIMEOUT_SECONDS = 6 * 3_600;
    private static final Duration MAX_WAIT = Duration.ofHours(1);
    private static final int MAX_FAULTS = 10_000;
    /** An undo reads all records of its import at once, while other writers wait. */
    private static final int MAX_UNDOABLE_RECORDS = 10_000;

    static final String OWN_FORMAT = "modeltree";

    private final CatalogRecords records;
    private final ModeltreeReader ownReader;
    private final List<CatalogReader> foreignReaders;
    private final OwnExports exports;
    private final ImportReports reports;
    private final ImportSettings settings;
    private final DatabaseSettings database;
    private final DataSource dataSource;
    private final Clock clock;
    private final LatestRevision latest;
    private final KnownIds ids;

    ImportTransaction(
            CatalogRecords records,
            ModeltreeReader ownReader,
            @All List<CatalogReader> foreignReaders,
            OwnExports exports,
            ImportReports reports,
            ImportSettings settings,
            DatabaseSettings database,
            DataSource dataSource,
            Clock clock,
            LatestRevision latest,
            KnownIds ids) {
        this.records = records;
        this.ownReader = ownReader;
        this.foreignReaders = foreignReaders;
        this.exports = exports;
        this.reports = reports;
        this.settings = settings;
        this.database = database;
        this.dataSource = dataSource;
        this.clock = clock;
        this.latest = latest;
        this.ids = ids;
    }

    /** Names of the formats that can be imported. */
    List<String> formats() {
        return Stream.concat(Stream.of(OWN_FORMAT), foreignReaders.stream().map(CatalogReader::format))
                .sorted()
                .toList();
    }

    /** Media type of the files of a format, without parameters. */
    String mediaType(String format) {
        return foreignReaders.stream()
                .filter(reader -> reader.format().equals(format))
                .map(CatalogReader::mediaType)
                .findFirst()
                .orElse(ModeltreeReader.MEDIA_TYPE);
    }

    /**
     * Runs an import. The report is stored in the same transaction.
     *
     * @throws MalformedCatalog if the file is not in its format; nothing is stored
     */
    ImportReport run(ImportProgress progress) {
        Restatements restatements = restatements(progress.job());
        ImportReport report =
                Commit.stored(QuarkusTransaction.requiringNew().timeout(TRANSACTION_TIMEOUT_SECONDS), ending -> {
                    try (Connection connection = dataSource.getConnection();
                            StagingTable staging = new StagingTable(connection, records)) {
                        staging.liftLimits();
                        ImportReport done = run(progress, connection, staging, restatements);
                        // Only the commit has a time limit: it is short, however large the catalog is.
                        NetworkTimeout.within(maxCommit(), connection, () -> {
                            if (isStored(done, progress.job())) {
                                ending.commit(connection, done);
                            } else {
                                ending.rollBack(connection, done);
                            }
                            return null;
                        });
                    }
                });
        if (report.revision() != null) {
            latest.advanceTo(report.revision());
        }
        if (report.status().equals(ImportReport.REJECTED)) {
            // After the transaction, so that no writer waits for it.
            progress.suggest(missing -> ids.similar(missing.type(), missing.id()));
            return progress.report(ImportReport.REJECTED, null, report.finishedAt());
        }
        return report;
    }

    /** What an export in the format of the file would say now. */
    private Restatements restatements(ImportJob job) {
        try {
            Optional<CatalogReader> reader = reader(job);
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            return reader.isEmpty()
                    ? Restatements.NONE
                    : exports.of(reader.get(), CatalogBytes.unpackedSize(job.source()), today);
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
    }

    private Optional<CatalogReader> reader(ImportJob job) {
        return foreignReaders.stream()
                .filter(reader -> reader.format().equals(job.format()))
                .findFirst();
    }

    private static boolean isStored(ImportReport report, ImportJob job) {
        return report.status().equals(ImportReport.DONE) && !job.dryRun();
    }

    private ImportReport run(
            ImportProgress progress, Connection connection, StagingTable staging, Restatements restatements)
            throws SQLException, IOException {
        ImportJob job = progress.job();
        Decisions decisions = Decisions.load(connection);
        RecordStaging recordStaging = new RecordStaging(records, staging, progress, originOf(job.format()));
        ImportStatements statements = new ImportStatements(connection, records);
        StagingSink sink = new StagingSink(
                recordStaging,
                new KnownModelRows(connection),
                statements.benchmarks(),
                decisions,
                restatements,
                progress);
        read(job, sink, progress);
        staging.finish();
        OriginPriority trust = new OriginPriority(settings.trust());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        // Of what one file states twice, the first counts, unless a later statement has a newer date.
        Merge ofOneFile = new Merge(trust, today, false, fact -> {});
        if (job.format().equals(OWN_FORMAT)) {
            Set<Long> duplicates = new HashSet<>();
            staging.duplicates((fault, at) -> {
                duplicates.add(fault.line());
                sink.fault(fault);
            });
            staging.drop(duplicates);
        } else {
            staging.combineDuplicates(ofOneFile);
        }
        if (progress.rejected() > 0 && !job.skip()) {
            return refused(progress);
        }
        staging.lock(MAX_WAIT);
        progress.compared(staging.count("select revision from catalog_revision"));
        // Curators may have decided while the file was read; from here on they wait.
        Decisions current = Decisions.load(connection);
        for (String key : decisions.changedIn(current)) {
            statements.redecide(key, current.accepted(key).orElse(null));
        }
        keepDeletions(statements, progress);
        statements.forgetMovingAliases(alias -> progress.note(
                "", "is an alias of the latest model of a series; what the file states about it is left out", alias));
        for (String sql : ImportSql.RESOLVE_ALIASES) {
            staging.run(sql);
        }
        staging.combineDuplicates(ofOneFile);
        statements.dropTakenAliases(
                // People wrote the aliases of their own tables on purpose; those of catalogs are spellings.
                job.format().equals("csv"),
                (at, alias) -> progress.note(
                        at, "already belongs to another model, so it is not stored as an alias of this one", alias));
        staging.run(ImportSql.RENEW_MEASUREMENTS);
        staging.run(ImportSql.RESTATE_MEASUREMENTS);
        staging.run(ImportSql.LIST_AGAIN);
        statements.listElsewhere(originOf(job.format()));
        statements.seen(today, originOf(job.format()), sink.restatedKeys());
        if (job.complete()) {
            stageNoLongerListed(staging, statements, today, sink, progress);
        }
        staging.compare();
        RenamedOfferings renamed = new RenamedOfferings(connection, records);
        renamed.mergeWithFormer(ofOneFile);
        staging.merge(new Merge(trust, today, progress::kept));
        renamed.move(key -> {
            staging.deletedByStatement("offering");
            progress.note("", "is stored under another name of its provider; it moves to our id", key);
        });
        keepMeasurements(statements, trust, progress);
        StagingTable.Counts counts = staging.dropUnchanged();
        Set<Long> faulty = faults(staging, sink, recordStaging);
        while (!faulty.isEmpty() && job.skip()) {
            staging.drop(faulty);
            faulty = faults(staging, sink, recordStaging);
        }
        if (!faulty.isEmpty()) {
            return refused(progress);
        }
        StagingTable.Counts left = staging.dropUnchanged();
        progress.counted(left.created(), left.updated(), counts.unchanged());
        Instant now = clock.instant();
        Long revision = null;
        if (job.dryRun()) {
            statements.changes(originOf(job.format()), progress::changed);
        }
        if (left.created() + left.updated() > 0) {
            boolean undoable = !job.dryRun() && left.created() + left.updated() <= MAX_UNDOABLE_RECORDS;
            if (undoable) {
                statements.keepChanges(job.id());
            }
            // A dry run applies the records as well, and is rolled back: what the database would refuse, it refuses
            // now.
            revision = staging.apply(now);
            statements.log(revision, now, job);
            if (undoable) {
                statements.applied(job.id());
            }
        }
        if (job.dryRun()) {
            return progress.report(ImportReport.DONE, null, clock.instant());
        }
        new UnmatchedQueue(connection, job.id(), now)
                .store(originOf(job.format()), sink.unmatchedOfferings(), sink.decidedKeys());
        ImportReport report = progress.report(ImportReport.DONE, revision, clock.instant());
        if (!reports.put(connection, report)) {
            throw markedFailed();
        }
        return report;
    }

    /** Rejected entries may be offerings that the catalog lists, so with one of them nothing counts as gone. */
    private static void stageNoLongerListed(
            StagingTable staging,
            ImportStatements statements,
            LocalDate today,
            StagingSink sink,
            ImportProgress progress)
            throws SQLException {
        if (progress.rejected() > 0) {
            progress.note("", "the file has invalid entries, so it does not show what its catalog no longer lists", "");
            return;
        }
        // The file itself may have no offering that is staged.
        staging.addedByStatement("offering");
        statements.stageNoLongerListed(
                today,
                originOf(progress.job().format()),
                sink.unmatchedKeys(),
                offering -> progress.note(
                        "",
                        offering.elsewhere()
                                ? "is no longer listed here; it stays, because another catalog lists it"
                                : "is no longer listed; it stays, with the day on which it was last seen",
                        offering.key()));
    }

    private Duration maxCommit() {
        return Duration.ofMillis(database.statementTimeoutMs()).plus(NetworkTimeout.OF_SHORT_WORK);
    }

    /** Why an import that was already reported as failed does not continue. */
    static Problem markedFailed() {
        return new Problem.Unavailable("The import was marked as failed, because it reported no progress for a minute."
                + " Nothing of it is stored. Send it again.");
    }

    private ImportReport refused(ImportProgress progress) {
        return progress.report(ImportReport.REJECTED, null, clock.instant());
    }

    private void read(ImportJob job, StagingSink sink, ImportProgress progress) throws IOException {
        try (InputStream bytes = CatalogBytes.of(counted(job.source().open(), progress), settings.maxMegabytes())) {
            if (job.format().equals(OWN_FORMAT)) {
                ownReader.read(bytes, sink);
            } else {
                reader(job).orElseThrow().read(bytes, sink);
            }
        }
        sink.end();
    }

    private static String originOf(String format) {
        return format.equals(OWN_FORMAT) ? Origins.OWN_FORMAT : format;
    }

    private static InputStream counted(InputStream stream, ImportProgress progress) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                if (next >= 0) {
                    progress.read(1);
                }
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count > 0) {
                    progress.read(count);
                }
                return count;
            }
        };
    }

    private static Set<Long> faults(StagingTable staging, StagingSink sink, RecordStaging recordStaging)
            throws SQLException {
        Set<Long> faulty = new HashSet<>();
        staging.faults(
                (fault, at) -> {
                    if (faulty.add(fault.line())) {
                        if (at.isEmpty()) {
                            sink.fault(fault);
                        } else {
                            recordStaging.rejected(
                                    at,
                                    new Problem.BodyFault(fault.pointer(), fault.detail(), fault.suggestions()),
                                    fault.value(),
                                    fault.missing());
                        }
                    }
                },
                MAX_FAULTS);
        return faulty;
    }

    /** An import neither restores models that a curator deleted, nor deletes existing models. */
    private static void keepDeletions(ImportStatements statements, ImportProgress progress) throws SQLException {
        statements.forgetDeleted(
                model -> progress.kept(model.id(), "deleted", NullNode.instance, model.origin(), NullNode.instance));
    }

    /** Drops measurements if a more trusted origin has measured the same benchmark. */
    private static void keepMeasurements(ImportStatements statements, OriginPriority trust, ImportProgress progress)
            throws SQLException {
        statements.dropLessTrusted(trust, measurement -> {
            if (Origins.same(measurement.raw(), measurement.refused())) {
                progress.same(1);
            } else {
                progress.kept(
                        measurement.model(),
                        measurement.benchmark(),
                        measurement.raw(),
                        measurement.origin(),
                        measurement.refused());
            }
        });
    }
}

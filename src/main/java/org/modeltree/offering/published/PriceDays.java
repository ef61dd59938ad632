package org.modeltree.offering.published;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.write.OwnWrites;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.revision.DedicatedConnection;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.background.BackgroundThread;
import org.modeltree.revision.background.BackgroundThreads;

/**
 * Measures the scored prices anew when a day (UTC) begins on which a price of a publisher begins or ends, as a write of the
 * service itself: one revision, whose entries in the change log are the measurements that changed. A day without such a change
 * makes no revision. Every instance looks, and the row in {@code price_day} lets one of them do it. After a pause of all
 * instances, the days that were missed are done at once.
 */
@UsesSql("a connection of its own, so that it takes none from requests")
@ApplicationScoped
class PriceDays {

    private static final Logger LOG = Logger.getLogger(PriceDays.class);
    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final Duration MAX_STOP = Duration.ofSeconds(1);
    /** More than a large catalog takes for {@link #SLICE} days. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /**
     * Days that are done in one transaction. After an upgrade there may be years, which take minutes if most of a million models
     * have dated prices; other writers need not wait for all of them. A day takes up to a second then.
     */
    private static final int SLICE = 5;

    /**
     * The day that is done, and the one that may be: not before the database's clock has reached it, so that no instance whose
     * clock is ahead begins a price too early. Parameter: the day of the instance's clock.
     */
    private static final String DAYS =
            "select day, least(cast(? as date), (clock_timestamp() at time zone 'UTC')::date) as today from price_day";

    /**
     * Notes that days are done, and returns the last one before them, and the last of them; no row if another instance was first.
     * Parameter: today.
     */
    private static final String BEGIN = """
            update price_day d set day = least(n.day + %d, n.today)
            from (select day, cast(? as date) as today from price_day) n
            where n.day < n.today returning n.day as former, d.day as until""".formatted(SLICE);

    /**
     * Measurements that have to change, each with today's price in US dollars, which is null if there is none any more.
     * Parameters: the last day that was done before, the last one of those to do, and today. They are not materialized, so that
     * the planner knows how few prices begin on a day, and does not read all offerings.
     */
    private static final String CHANGES =
            """
            with days (former, until, today) as not materialized (values (cast(? as date), cast(? as date), cast(? as date)))
            select p.model_id, p.slug, p.benchmark_id, p.usd, p.source, p.origin
            from (%s) p
            left join measurement w on w.model_id = p.model_id and w.slug = p.slug
            where case when p.usd is null then w.slug is not null
                       else not exists (
                           select 1 from measurement c
                           where c.model_id = p.model_id and c.benchmark_id = p.benchmark_id and c.counting
                             and c.raw = p.usd)
                  end
            order by p.model_id, p.slug
            """.formatted(PublisherPrices.priced(PublisherPrices.DUE, "(select days.today from days)"));

    private final DedicatedConnection connections;
    private final OwnWrites writes;
    private final BackgroundThreads threads;
    private final Clock clock;
    private BackgroundThread thread;
    private volatile boolean stopping;
    private LocalDate done = LocalDate.MIN;
    private boolean logged;

    PriceDays(DedicatedConnection connections, OwnWrites writes, BackgroundThreads threads, Clock clock) {
        this.connections = connections;
        this.writes = writes;
        this.threads = threads;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        thread = threads.start("price-days", this::watch);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        thread.stop(MAX_STOP);
    }

    private void watch(BackgroundThread self) {
        try {
            if (LocalDate.now(clock).isAfter(done)) {
                done = catchUp();
            }
            logged = false;
        } catch (SQLException | RuntimeException away) {
            // The database is away or read-only, or an import holds the lock: the next look does it.
            if (!self.isStopping() && !logged) {
                LOG.warnf("Prices that begin or end today do not count yet: %s", away.getMessage());
                logged = true;
            }
        }
        if (!self.isStopping()) {
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /**
     * Does the days that have begun and are not done.
     *
     * @return the last day that is done
     */
    LocalDate catchUp() throws SQLException {
        while (!stopping) {
            try (Connection connection = connections.open("price days")) {
                connection.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis());
                LocalDate today = dueDay(connection);
                if (today == null) {
                    return lastDone(connection);
                }
                long revision = writes.make(connection, transaction -> begin(transaction, today));
                LOG.debugf("Prices that begin or end up to %s count since revision %d", today, revision);
            }
        }
        return done;
    }

    private LocalDate dueDay(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DAYS)) {
            statement.setObject(1, LocalDate.now(clock));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                LocalDate today = row.getObject("today", LocalDate.class);
                return today.isAfter(row.getObject("day", LocalDate.class)) ? today : null;
            }
        }
    }

    private static LocalDate lastDone(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select day from price_day");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, LocalDate.class);
        }
    }

    private static List<RelatedChange> begin(Connection transaction, LocalDate today) throws SQLException {
        LocalDate former;
        LocalDate until;
        try (PreparedStatement statement = transaction.prepareStatement(BEGIN)) {
            statement.setObject(1, today);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return List.of();
                }
                former = row.getObject("former", LocalDate.class);
                until = row.getObject("until", LocalDate.class);
            }
        }
        List<RelatedChange> changes = new ArrayList<>();
        try (PreparedStatement statement = transaction.prepareStatement(CHANGES)) {
            statement.setObject(1, former);
            statement.setObject(2, until);
            statement.setObject(3, today);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changes.add(change(rows, today));
                }
            }
        }
        return changes;
    }

    private static RelatedChange change(ResultSet row, LocalDate today) throws SQLException {
        String model = row.getString("model_id");
        String id = row.getString("slug");
        BigDecimal usd = row.getBigDecimal("usd");
        ObjectNode document = null;
        if (usd != null) {
            document = JsonNodeFactory.instance.objectNode();
            document.put("type", MeasurementRecordType.TYPE)
                    .put("id", id)
                    .put("model", model)
                    .put("benchmark", row.getString("benchmark_id"))
                    .put("raw", new BigDecimal(usd.stripTrailingZeros().toPlainString()))
                    .put("source", row.getString("source"))
                    .put("date", today.toString())
                    .put("origin", row.getString("origin"));
        }
        return RelatedChange.asStated(MeasurementRecordType.TYPE, model + " " + id, document);
    }
}

package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.oracle.Extent;

/** Counts that writes maintain equal the counts over all rows. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class KeptCountsTest {

    private static final Client ADMIN = Client.admin();
    private static final Client READER = Client.anybody();
    private static final int WRITES = Extent.of(600);
    private static final int LEAST = 5;
    private static final int MODELS = 24;
    private static final long SEED = Long.getLong("modeltree.seed", 20261122);
    private static final List<String> VENDORS = List.of("kept-one", "kept-two");

    private static final List<String> TRAITS = List.of(
            "{kind: null}",
            "{kind: 'code'}",
            "{family: 'other'}",
            "{lifecycle: 'retired'}",
            "{openWeights: null}",
            "{modalities: {input: ['text', 'audio']}}",
            "{modalities: {output: ['audio']}}",
            "{supports: {tools: true, reasoning: false}}",
            "{supports: {tools: false, streaming: true}}",
            "{supports: null}",
            "{releaseDate: '2024'}");

    private static final String COUNTED = """
            select 'all' as dimension, '' as value, count(*) as models from model having count(*) > 0
            union all select 'vendor', vendor_id, count(*) from model group by 2
            union all select 'family', family, count(*) from model where family is not null group by 2
            union all select 'kind', kind, count(*) from model where kind is not null group by 2
            union all select 'lifecycle', lifecycle, count(*) from model where lifecycle is not null group by 2
            union all select 'openWeights', open_weights::text, count(*) from model
                where open_weights is not null group by 2
            union all select 'modality', v, count(*) from model cross join lateral (
                select unnest(input_modalities) union select unnest(output_modalities)) u (v) group by 2
            union all select 'supports', v, count(*) from model cross join unnest(supports) u (v) group by 2
            """;

    private static final String TALLIED = """
            select d.dimension, w.benchmark_id, d.value, w.raw, count(*) as models
            from measurement w join model m on m.id = w.model_id
            cross join lateral (
                values ('vendor', m.vendor_id), ('kind', m.kind), ('lifecycle', m.lifecycle),
                       ('openWeights', m.open_weights::text), ('year', to_char(m.release_date, 'YYYY')),
                       ('month', to_char(m.release_date, 'YYYY-MM')), ('day', to_char(m.release_date, 'YYYY-MM-DD'))
                union all
                select d.dimension, left(to_char(m.release_date, 'YYYY-MM-DD'), d.length)
                from (values ('textYear', 4), ('textMonth', 7), ('textDay', 10)) d (dimension, length)
                where 'text' = any (m.output_modalities)
                union all
                select 'modality', u.v from (
                    select unnest(m.input_modalities) union select unnest(m.output_modalities)) u (v)
            ) d (dimension, value)
            where w.counting and d.value is not null
            group by 1, 2, 3, 4
            """;

    @Inject
    DataSource database;

    private int medians;

    @Test
    void after_random_writes_kept_counts_are_what_counting_gives() throws SQLException {
        ADMIN.create("/api/v1/benchmarks/kept", json("{label: 'B', unit: 'points'}"));
        ADMIN.create(
                "/api/v1/capabilities/kept",
                json("{label: {en: 'C'}, description: {en: 'D'}, benchmark: 'kept',"
                        + " scale: {kind: 'linear', floor: 0, ceiling: 10}}"));
        Random dice = new Random(SEED);
        for (int i = 0; i < WRITES; i++) {
            write(dice);
        }
        assertEquals(List.of(), differences("model_count", COUNTED, "dimension, value, models"));
        assertEquals(List.of(), differences("cohort_tally", TALLIED, "dimension, benchmark_id, value, raw, models"));
        for (String filter : List.of("vendor=kept-one", "kind=base", "openWeights=true", "modality=text")) {
            assertMedian(
                    filter,
                    switch (filter) {
                        case "vendor=kept-one" -> "m.vendor_id = 'kept-one'";
                        case "kind=base" -> "m.kind = 'base'";
                        case "openWeights=true" -> "m.open_weights";
                        default -> "'text' = any (m.input_modalities || m.output_modalities)";
                    });
        }
        assertMedian(
                "cohort=current&asOf=2025-03-14",
                "'text' = any (m.output_modalities) and m.release_date between '2023-03-14' and '2025-03-14'");
        assertMedian("asOf=2024-05-15", "m.release_date <= '2024-05-15'");
        assertMedian(
                "releasedFrom=2024-02-10&releasedTo=2025-03-05",
                "m.release_date between '2024-02-10' and '2025-03-05'");
        assertWindowsOfMonths("", "true");
        assertWindowsOfMonths("&openWeights=true", "m.open_weights");
        assertTrue(medians >= LEAST, () -> "only " + medians + " cohorts have a median");
    }

    private static void write(Random dice) {
        String model = VENDORS.get(dice.nextInt(VENDORS.size())) + "/m" + dice.nextInt(MODELS);
        String path = "/api/v1/models/" + model;
        switch (dice.nextInt(12)) {
            case 0, 1, 2 ->
                send(ADMIN.put(
                        path,
                        json("{name: 'M'%s%s%s%s%s}"
                                .formatted(
                                        any(dice, ", kind: 'base'", ", kind: 'base'"),
                                        any(dice, ", openWeights: true", ", openWeights: false"),
                                        any(dice, ", family: 'kept'", ", lifecycle: 'released'"),
                                        any(
                                                dice,
                                                ", modalities: {input: ['text'], output: ['text', 'image']}",
                                                ", modalities: {input: ['text'], output: ['text']}"),
                                        ", releaseDate: '" + day(dice) + "'")),
                        READER.get(path).status() == 200 ? "If-Match" : "If-None-Match",
                        "*"));
            case 3 -> send(ADMIN.delete(path, "If-Match", "*"));
            // Changes a single trait, so that each of them is covered.
            case 4 -> send(ADMIN.patch(path, json(TRAITS.get(dice.nextInt(TRAITS.size()))), "If-Match", "*"));
            case 5 -> send(ADMIN.delete(path + "/measurements/s" + dice.nextInt(2), "If-Match", "*"));
            default -> {
                if (READER.get(path).status() == 200) {
                    String part = path + "/measurements/s" + dice.nextInt(2);
                    send(ADMIN.put(
                            part,
                            json("{benchmark: 'kept', raw: %d, source: 'https://e.example/%d'%s}"
                                    .formatted(dice.nextInt(11), dice.nextInt(9), any(dice, ", verified: true", ""))),
                            READER.get(part).status() == 200 ? "If-Match" : "If-None-Match",
                            "*"));
                }
            }
        }
    }

    /** Every third day is the last of its month, with which windows of whole months begin. */
    private static LocalDate day(Random dice) {
        YearMonth month = YearMonth.of(2023 + dice.nextInt(3), 1 + dice.nextInt(6));
        return month.atDay(dice.nextInt(3) == 0 ? month.lengthOfMonth() : 1 + dice.nextInt(month.lengthOfMonth()));
    }

    private static String any(Random dice, String one, String other) {
        return List.of(one, other, "").get(dice.nextInt(3));
    }

    /** Refused writes must not change any count. */
    private static void send(Reply reply) {
        assertTrue(reply.status() < 500, reply::said);
    }

    private List<String> differences(String kept, String counted, String columns) throws SQLException {
        return rows("select 'kept', x::text from (select %1$s from %2$s except (select %1$s from (%3$s) c)) x"
                        .formatted(columns, kept, counted)
                + " union all select 'counted', x::text from (select %1$s from (%3$s) c except select %1$s from %2$s) x"
                        .formatted(columns, kept, counted));
    }

    private void assertMedian(String filter, String condition) throws SQLException {
        List<String> expected = rows("select count(*), percentile_cont(0.5) within group (order by w.raw)::numeric"
                + " from measurement w join model m on m.id = w.model_id"
                + " where w.counting and w.benchmark_id = 'kept' and " + condition);
        var band = READER.ok("/api/v1/bands/kept?" + filter);
        String[] counted = expected.get(0).split(" ", 2);
        assertEquals(counted[0], band.get("count").asText(), filter);
        if (band.get("count").asInt() >= LEAST) {
            medians++;
            assertEquals(
                    new BigDecimal(counted[1]).stripTrailingZeros(),
                    band.at("/median/raw").decimalValue().stripTrailingZeros(),
                    filter);
        }
    }

    /** Every month of the history has the text writers of the 24 months up to its last day. */
    private void assertWindowsOfMonths(String filter, String condition) throws SQLException {
        List<String> kept = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        String windows = "/api/v1/bands/kept/history?cohort=current&interval=month" + filter;
        for (var point : READER.ok(windows).get("points")) {
            String day = point.get("asOf").asText();
            kept.add(day + " " + point.get("count"));
            counted.addAll(
                    rows("select '%1$s', count(*) from measurement w join model m on m.id = w.model_id where w.counting"
                                    .formatted(day)
                            + " and w.benchmark_id = 'kept' and 'text' = any (m.output_modalities) and " + condition
                            + " and m.release_date between date '%1$s' - interval '24 months' and '%1$s'"
                                    .formatted(day)));
        }
        assertTrue(kept.size() >= LEAST, kept::toString);
        assertEquals(counted, kept, filter);
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2));
            }
        }
        return rows;
    }

    /** A migration that replaces the statement of the tallies must create the function for few rows anew. */
    @Test
    void few_rows_are_counted_by_the_statement_of_many() throws IOException, SQLException {
        String migration = Files.readString(Path.of("src/main/resources/db/migration/V27__kept_plans_of_tallies.sql"));
        Matcher rows = Pattern.compile("cohort_tally_sql\\(\\s*'(.*?)'\\)", Pattern.DOTALL)
                .matcher(migration);
        assertTrue(rows.find());
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select position(cohort_tally_sql(?) in prosrc) > 0 from pg_proc where proname = 'cohort_tally_few'")) {
            statement.setString(1, rows.group(1));
            try (ResultSet row = statement.executeQuery()) {
                assertTrue(row.next() && row.getBoolean(1));
            }
        }
    }
}

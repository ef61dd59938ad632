package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.problem.Parameters;

/**
 * Record type of measurements: a raw value of a model on a benchmark, as stated by a source.
 *
 * <p>Exactly one measurement of a model and benchmark counts: verified before self-reported, then the latest (a partial date
 * is its first day, undated ones come last), then the first source by code point. Of several from that source and date, which
 * differ by their settings, the best value counts: the highest, or the lowest where every capability of the benchmark has a
 * scale whose floor is above its ceiling. Equal values tie, and the first harness and then the first id decide, so that the
 * choice does not depend on the order of the records.
 */
@ApplicationScoped
public class MeasurementRecordType implements RecordType {

    public static final String TYPE = "measurement";

    /** Key of the derived values of a staged record whose id was derived from its statement. */
    public static final String DERIVED_ID = "derivedId";

    private static final String CAPABILITY = "capability";
    private static final Set<String> TOKEN_BENCHMARKS = Set.of("context-window", "max-output");
    private static final int ID_BYTES = 6;
    private static final String SETTINGS = "settings";
    private static final String SAMPLE_SIZE = "sampleSize";
    private static final List<String> STATEMENT = List.of("benchmark", "raw", "source");

    /**
     * Order of the measurements {@code w} of one model and benchmark, with its direction {@code d}; the first one counts. A
     * migration has the same order.
     */
    private static final String FIRST = """
            w.verified desc, w.measured_on desc nulls last, w.source,
            case when d.lower_is_better then w.raw else -w.raw end, w.harness collate "C" nulls first, w.slug""";

    /** Ids of the prices that the service itself reads off a publisher's offering. */
    private static final List<String> DERIVED_IDS = List.of("input-price.offering", "output-price.offering");

    private final Clock clock;

    MeasurementRecordType(Clock clock) {
        this.clock = clock;
    }

    /** Whether the service itself measures what has this id, at an offering. */
    public static boolean isDerived(String id) {
        return DERIVED_IDS.contains(id);
    }

    private static final KeyPlaces PLACES = new KeyPlaces()
            .say("must be named raw", "value")
            .say("is computed from raw and the scale of each capability; leave it out", "score")
            .say("belongs to the benchmark: write it with PATCH /api/v1/benchmarks/{id}", "unit");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 70;
    }

    @Override
    public String keyPointer() {
        return "";
    }

    @Override
    public String model() {
        return "model";
    }

    @Override
    public String benchmark() {
        return "benchmark";
    }

    /** A capability says whether lower values are better, and with that which measurement counts. */
    @Override
    public boolean reactsToWritesOf(RecordType other) {
        return other.type().equals(CAPABILITY);
    }

    @Override
    public boolean reactsToDeletionsOf(RecordType other) {
        return other.type().equals(CAPABILITY);
    }

    @Override
    public String key() {
        return "v.model_id || ' ' || v.slug";
    }

    @Override
    public String matches() {
        return "v.model_id = split_part(s.key, ' ', 1) and v.slug = split_part(s.key, ' ', 2)";
    }

    @Override
    public Optional<String> derived() {
        return Optional.of("v.slug in ('" + String.join("', '", DERIVED_IDS) + "')");
    }

    @Override
    public String order() {
        return "v.model_id, v.slug";
    }

    @Override
    public Optional<String> elsewhere(String pointer, ObjectNode document) {
        return PLACES.of(pointer.substring(1), document.path("model").asText());
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        double raw = document.get("raw").doubleValue();
        if (TOKEN_BENCHMARKS.contains(document.get("benchmark").asText()) && (raw < 1 || raw != Math.rint(raw))) {
            faults.fault("/raw", "must be a positive whole number of tokens");
        }
        String date = document.path("date").asText("");
        // Public catalogs are taken as they are, and so is what came from them. Where a day begins first, it is
        // tomorrow by the
        // clock in UTC.
        if (!date.isEmpty()
                && !document.hasNonNull("origin")
                && firstDay(date).isAfter(LocalDate.now(clock).plusDays(1))) {
            faults.fault("/date", "must not be in the future, was " + date);
        }
    }

    private static LocalDate firstDay(String date) {
        return LocalDate.parse((date + "-01-01").substring(0, 10));
    }

    @Override
    public String absence(Map<String, String> identity) {
        return identity.get("model") + " has no measurement " + Parameters.shown(identity.get("id")) + ".";
    }

    @Override
    public List<String> identity() {
        return List.of("id", "model");
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        String model = document.get("model").asText().toLowerCase(Locale.ROOT);
        document.put("model", model);
        if (!document.path("verified").asBoolean()) {
            document.remove("verified");
        }
        if (document.path(SETTINGS).isEmpty()) {
            document.remove(SETTINGS);
        }
        if (document.has(SAMPLE_SIZE)) {
            // A whole number may be written as 198.0, which the database would not take.
            document.put(SAMPLE_SIZE, document.get(SAMPLE_SIZE).longValue());
        }
        ObjectNode derived = null;
        if (!document.has("id")) {
            document.put("id", derivedId(document));
            derived = JsonNodeFactory.instance.objectNode().put(DERIVED_ID, true);
        }
        return new StagedRecord(0, "", TYPE, model + " " + document.get("id").asText(), document, derived);
    }

    /**
     * Prefix of a hash over what identifies a statement. The value is not part of it, so that a corrected value replaces the
     * former one; nor are a standard error and a sample size, which are evidence for the value. Stored ids may have another
     * form: an import looks for the statement, not for the id.
     */
    private static String derivedId(ObjectNode document) {
        StringBuilder all = new StringBuilder(String.join(
                "\n",
                document.get("benchmark").asText(),
                document.get("source").asText(),
                document.path("date").asText(),
                document.path("harness").asText()));
        document.path(SETTINGS).properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(setting -> all.append('\n')
                        .append(setting.getKey())
                        .append(": ")
                        .append(setting.getValue().asText()));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Another value, or that of another source, is taken over as a whole or not at all: evidence holds only for its value. */
    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        ObjectNode merged = merge.whole(this, before, incoming);
        if (isSameStatement(before, incoming)) {
            return merged;
        }
        return merge.overrides(incoming, before) ? incoming.deepCopy() : before.deepCopy();
    }

    /**
     * Whether two documents state the same value of the same source on the same benchmark, with the same settings. One
     * without settings may be an older record of the same statement.
     */
    public static boolean isSameStatement(ObjectNode one, ObjectNode other) {
        return STATEMENT.stream().allMatch(key -> Origins.same(one.get(key), other.get(key)))
                && (!one.has(SETTINGS)
                        || !other.has(SETTINGS)
                        || one.get(SETTINGS).equals(other.get(SETTINGS)));
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "model", "model"), Reference.in(TYPE, "benchmark", "benchmark"));
    }

    @Override
    public List<String> faults() {
        return List.of("""
                select s.line, '/raw', 'must be at most 100, because ' || (s.doc ->> 'benchmark') || ' is in percent'
                from staged s
                where s.type = 'measurement' and s.doc is not null and (s.doc ->> 'raw')::double precision > 100
                  and 'percent' = coalesce(
                      (select r.doc ->> 'unit' from staged r
                       where r.type = 'benchmark' and r.key = s.doc ->> 'benchmark' and r.doc is not null),
                      (select b.unit from benchmark b where b.id = s.doc ->> 'benchmark'))
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from measurement w using staged s
                where s.type = 'measurement' and s.doc is null and w.model_id = split_part(s.key, ' ', 1)
                  and w.slug = split_part(s.key, ' ', 2)
                """);
    }

    @Override
    public List<String> growingTables() {
        return List.of("measurement");
    }

    @Override
    public List<String> merges() {
        String source = """
                select s.doc ->> 'model' as model_id, s.doc ->> 'id' as slug, s.doc ->> 'benchmark' as benchmark_id,
                       (s.doc ->> 'raw')::double precision as raw, (s.doc ->> 'source') collate "C" as source,
                       %s, coalesce((s.doc ->> 'verified')::boolean, false) as verified,
                       (s.doc ->> 'harness') collate "C" as harness,
                       (s.doc ->> 'standardError')::double precision as standard_error,
                       (s.doc ->> 'sampleSize')::bigint as sample_size, s.doc -> 'settings' as settings,
                       coalesce(s.doc ->> 'origin', 'modeltree') as origin, s.before
                from staged s where s.type = 'measurement' and s.doc is not null
                """.formatted(DocumentSql.columns("s.doc ->> 'date'"));
        String columns =
                "model_id, slug, benchmark_id, raw, source, measured_on, measured_precision, verified, harness,"
                        + " standard_error, sample_size, settings, origin";
        return List.of(
                // Clears the flag before a measurement gets another benchmark, so that no two of a model and
                // benchmark ever count. If the benchmark stays, the value moves in the tallies once.
                """
                update measurement w set counting = false
                from staged s
                where s.type = 'measurement' and w.counting and s.before is not null and s.doc is not null
                  and w.model_id = s.doc ->> 'model'
                  and s.doc ->> 'benchmark' <> s.before ->> 'benchmark'
                  and w.benchmark_id in (s.doc ->> 'benchmark', s.before ->> 'benchmark')
                """,
                """
                update measurement w
                set benchmark_id = n.benchmark_id, raw = n.raw, source = n.source, measured_on = n.measured_on,
                    measured_precision = n.measured_precision, verified = n.verified, harness = n.harness,
                    standard_error = n.standard_error, sample_size = n.sample_size, settings = n.settings,
                    origin = n.origin
                from (%1$s) n (%2$s, before)
                where n.before is not null and w.model_id = n.model_id and w.slug = n.slug
                """.formatted(source, columns),
                // The counting measurement is known at once if there was none for the model and benchmark.
                """
                insert into measurement (%2$s, counting)
                select %3$s, not w.known and row_number() over (partition by w.model_id, w.benchmark_id order by %4$s) = 1
                from (
                    select n.*, exists (
                        select 1 from measurement w
                        where w.model_id = n.model_id and w.benchmark_id = n.benchmark_id) as known
                    from (%1$s) n (%2$s, before)
                    where n.before is null
                ) w
                join benchmark_direction d on d.benchmark_id = w.benchmark_id
                """.formatted(source, columns, columns.replaceAll("(\\w+)", "w.$1"), FIRST));
    }

    @Override
    public List<String> afterMerges() {
        return recounts("""
                select distinct coalesce(s.doc, s.before) ->> 'model' as model_id, b.benchmark_id
                from staged s
                cross join lateral (values (s.doc ->> 'benchmark'), (s.before ->> 'benchmark')) b (benchmark_id)
                where s.type = 'measurement' and b.benchmark_id is not null
                union
                select w.model_id, w.benchmark_id
                from (
                    -- Benchmarks whose better values are others than before. Only models with several measurements of it,
                    -- of which at least one does not count, are affected.
                    select c.benchmark_id
                    from (
                        select c.benchmark_id, c.scale_floor > c.scale_ceiling as lower, true as stored,
                               not exists (select 1 from staged s where s.type = 'capability' and s.key = c.id) as former
                        from capability c
                        union all
                        select s.before ->> 'benchmark',
                               (s.before #>> '{scale,floor}')::double precision
                                   > (s.before #>> '{scale,ceiling}')::double precision, false, true
                        from staged s where s.type = 'capability' and s.before is not null
                    ) c
                    where exists (select 1 from staged s where s.type = 'capability')
                    group by c.benchmark_id
                    having coalesce(bool_and(c.lower) filter (where c.stored), false)
                        <> coalesce(bool_and(c.lower) filter (where c.former), false)
                ) turned
                join measurement w on w.benchmark_id = turned.benchmark_id and not w.counting
                """);
    }

    /**
     * Statements that choose the counting measurement.
     *
     * @param pairs query of distinct (model_id, benchmark_id)
     */
    public static List<String> recounts(String pairs) {
        String ranked = """
                select w.id, w.counting,
                       row_number() over (partition by w.model_id, w.benchmark_id order by %s) = 1 as best
                from measurement w
                join (%s) p on p.model_id = w.model_id and p.benchmark_id = w.benchmark_id
                join benchmark_direction d on d.benchmark_id = w.benchmark_id
                """.formatted(FIRST, pairs);
        return List.of(
                "update measurement w set counting = false from (" + ranked
                        + ") r where r.id = w.id and r.counting and not r.best",
                "update measurement w set counting = true from (" + ranked
                        + ") r where r.id = w.id and not r.counting and r.best");
    }
}

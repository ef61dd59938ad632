package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.FaultSql;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;

/** Record type of measurements: a raw value of a model on a benchmark, as stated by a source. */
@ApplicationScoped
public class MeasurementRecordType implements RecordType {

    public static final String TYPE = "measurement";

    private static final Set<String> TOKEN_BENCHMARKS = Set.of("context-window", "max-output");
    private static final int ID_BYTES = 6;
    private static final List<String> STATEMENT = List.of("benchmark", "raw", "source");

    /** Ids of the prices that the service itself reads off a publisher's offering. */
    private static final List<String> DERIVED_IDS = List.of("input-price.offering", "output-price.offering");

    /** Whether the service itself measures what has this id, at an offering. */
    public static boolean isDerived(String id) {
        return DERIVED_IDS.contains(id);
    }

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
    public void check(ObjectNode document, FaultSink faults) {
        double raw = document.get("raw").doubleValue();
        if (TOKEN_BENCHMARKS.contains(document.get("benchmark").asText()) && (raw < 1 || raw != Math.rint(raw))) {
            faults.fault("/raw", "must be a positive whole number of tokens");
        }
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
        if (!document.has("id")) {
            document.put("id", derivedId(document));
        }
        return new StagedRecord(0, "", TYPE, model + " " + document.get("id").asText(), document, null);
    }

    /** Prefix of a hash over the content of a measurement; a migration computes the same in SQL, so it must not change. */
    private static String derivedId(ObjectNode document) {
        String raw = new BigDecimal(Double.toString(document.get("raw").doubleValue()))
                .stripTrailingZeros()
                .toPlainString();
        String all = String.join(
                "\n",
                document.get("benchmark").asText(),
                raw,
                document.get("source").asText(),
                document.path("date").asText(),
                document.path("harness").asText());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Another value, or that of another source, is taken over as a whole or not at all: evidence holds only for its value. */
    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        ObjectNode merged = merge.whole(this, before, incoming);
        if (STATEMENT.stream().allMatch(key -> Origins.same(before.get(key), incoming.get(key)))) {
            return merged;
        }
        return merge.overrides(incoming, before) ? incoming.deepCopy() : before.deepCopy();
    }

    @Override
    public List<String> faults() {
        return List.of(
                FaultSql.missing(TYPE, "s.doc ->> 'model'", "'/model'", "model"),
                FaultSql.missing(TYPE, "s.doc ->> 'benchmark'", "'/benchmark'", "benchmark"));
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
                       coalesce(s.doc ->> 'origin', 'modeltree') as origin, s.before
                from staged s where s.type = 'measurement' and s.doc is not null
                """.formatted(DocumentSql.columns("s.doc ->> 'date'"));
        String columns =
                "model_id, slug, benchmark_id, raw, source, measured_on, measured_precision, verified, harness, origin";
        return List.of(
                // Clears the flag first, so that no two measurements of a model and benchmark ever count.
                """
                update measurement w set counting = false
                from staged s
                where s.type = 'measurement' and w.counting and s.before is not null and s.doc is not null
                  and w.model_id = s.doc ->> 'model'
                  and w.benchmark_id in (s.doc ->> 'benchmark', s.before ->> 'benchmark')
                """,
                """
                update measurement w
                set benchmark_id = n.benchmark_id, raw = n.raw, source = n.source, measured_on = n.measured_on,
                    measured_precision = n.measured_precision, verified = n.verified, harness = n.harness,
                    origin = n.origin
                from (%1$s) n (%2$s, before)
                where n.before is not null and w.model_id = n.model_id and w.slug = n.slug
                """.formatted(source, columns),
                // The counting measurement is known at once if there was none for the model and benchmark.
                """
                insert into measurement (%2$s, counting)
                select %2$s, not known and row_number() over (
                           partition by model_id, benchmark_id
                           order by verified desc, measured_on desc nulls last, source, harness nulls first, raw, slug) = 1
                from (
                    select n.*, exists (
                        select 1 from measurement w
                        where w.model_id = n.model_id and w.benchmark_id = n.benchmark_id) as known
                    from (%1$s) n (%2$s, before)
                    where n.before is null
                ) fresh
                """.formatted(source, columns));
    }

    @Override
    public List<String> afterMerges() {
        return recounts("""
                select distinct coalesce(s.doc, s.before) ->> 'model' as model_id, b.benchmark_id
                from staged s
                cross join lateral (values (s.doc ->> 'benchmark'), (s.before ->> 'benchmark')) b (benchmark_id)
                where s.type = 'measurement' and b.benchmark_id is not null
                """);
    }

    /**
     * Statements that choose the counting measurement: verified first, then the latest, then the first source. The remaining
     * sort keys only make the choice independent of the order of the records.
     *
     * @param pairs query of distinct (model_id, benchmark_id)
     */
    public static List<String> recounts(String pairs) {
        String ranked = """
                select w.id, w.counting, row_number() over (
                    partition by w.model_id, w.benchmark_id
                    order by w.verified desc, w.measured_on desc nulls last, w.source, w.harness nulls first, w.raw, w.slug) = 1
                    as best
                from measurement w join (%s) p on p.model_id = w.model_id and p.benchmark_id = w.benchmark_id
                """.formatted(pairs);
        return List.of(
                "update measurement w set counting = false from (" + ranked
                        + ") r where r.id = w.id and r.counting and not r.best",
                "update measurement w set counting = true from (" + ranked
                        + ") r where r.id = w.id and not r.counting and r.best");
    }
}

package org.modeltree.bands.capability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.RecordType;

/** Record type of capabilities. Scores are not stored, so a changed scale takes effect at once. */
@ApplicationScoped
class CapabilityRecordType implements RecordType {

    static final String TYPE = "capability";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 30;
    }

    /** A measurement must suit the scales on its benchmark. */
    @Override
    public boolean reactsToWritesOf(RecordType other) {
        return other.type().equals(MeasurementRecordType.TYPE);
    }

    /** A benchmark must not be deleted while a capability uses it. */
    @Override
    public boolean reactsToDeletionsOf(RecordType other) {
        return other.type().equals("benchmark");
    }

    @Override
    public String order() {
        return "v.position";
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        JsonNode scale = document.get("scale");
        double floor = scale.get("floor").doubleValue();
        double ceiling = scale.get("ceiling").doubleValue();
        if (floor == ceiling) {
            faults.fault("/scale/ceiling", "must differ from the floor");
        }
        if (scale.get("kind").asText().equals("log") && (floor == 0 || ceiling == 0)) {
            faults.fault(floor == 0 ? "/scale/floor" : "/scale/ceiling", "must be above 0 on a log scale");
        }
        if (document.has("gauge")) {
            checkGauge(document.get("gauge"), scale.get("kind").asText().equals("log"), faults);
        }
    }

    /** A gauge has the kind of the scale, and its ticks lie on it in order. */
    private static void checkGauge(JsonNode gauge, boolean log, FaultSink faults) {
        double from = gauge.get("from").doubleValue();
        double to = gauge.get("to").doubleValue();
        if (from == to) {
            faults.fault("/gauge/to", "must differ from `from`");
            return;
        }
        if (log && (from == 0 || to == 0)) {
            faults.fault(from == 0 ? "/gauge/from" : "/gauge/to", "must be above 0, because the scale is logarithmic");
            return;
        }
        double previous = Double.NaN;
        int index = 0;
        for (JsonNode tick : gauge.get("ticks")) {
            double raw = tick.get("raw").doubleValue();
            String pointer = "/gauge/ticks/" + index++ + "/raw";
            if (raw < Math.min(from, to) || raw > Math.max(from, to)) {
                faults.fault(pointer, "must be between `from` and `to` of the gauge");
            } else if (from < to ? raw <= previous : raw >= previous) {
                faults.fault(pointer, "must come after the tick before it, on the way from `from` to `to`");
            }
            previous = raw;
        }
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "benchmark", "benchmark"));
    }

    @Override
    public List<String> faults() {
        return List.of("""
                select m.line, '/raw', 'must be above 0, because the capability ' || c.id || ' uses a log scale'
                from staged m
                join (
                    select s.key as id, s.doc ->> 'benchmark' as benchmark_id, s.doc #>> '{scale,kind}' as kind
                    from staged s where s.type = 'capability' and s.doc is not null
                    union
                    select c.id, c.benchmark_id, c.scale_kind from capability c
                    where not exists (select 1 from staged o where o.type = 'capability' and o.key = c.id)
                ) c on c.benchmark_id = m.doc ->> 'benchmark'
                where m.type = 'measurement' and (m.doc ->> 'raw')::double precision = 0 and c.kind = 'log'
                """, """
                select s.line, '/scale/kind', 'must not be log, because the model ' || w.model_id || ' has the raw value 0'
                from staged s
                cross join lateral (
                    select w.model_id from measurement w
                    where w.benchmark_id = s.doc ->> 'benchmark' and w.raw = 0
                      and not exists (
                          select 1 from staged m where m.type = 'measurement' and m.key = w.model_id || ' ' || w.slug)
                    order by w.model_id limit 1) w
                where s.type = 'capability' and s.doc #>> '{scale,kind}' = 'log'
                """, """
                select s.line, '',
                       'the capability ' || s.key || ' is still required by claims on cards, for example on the card of '
                           || k.model_id
                from staged s
                cross join lateral (
                    select k.model_id from card_claim k where k.requires_capability = s.key order by k.model_id limit 1) k
                where s.type = 'capability' and s.doc is null
                """, """
                select s.line, '', 'the benchmark ' || s.key || ' is still used by the capability ' || c.id
                from staged s join capability c on c.benchmark_id = s.key
                where s.type = 'benchmark' and s.doc is null
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from capability c using staged s where s.type = 'capability' and s.doc is null and c.id = s.key
                """);
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into capability (
                    id, position, benchmark_id, scale_kind, scale_floor, scale_ceiling,
                    label_en, label_zh, description_en, description_zh, basis_en, basis_zh, gauge, origin, revision)
                select s.key, c.last + row_number() over (order by s.line), s.doc ->> 'benchmark',
                       s.doc #>> '{scale,kind}', (s.doc #>> '{scale,floor}')::double precision,
                       (s.doc #>> '{scale,ceiling}')::double precision, s.doc #>> '{label,en}', s.doc #>> '{label,zh}',
                       s.doc #>> '{description,en}', s.doc #>> '{description,zh}', s.doc #>> '{basis,en}',
                       s.doc #>> '{basis,zh}', s.doc -> 'gauge', coalesce(s.doc ->> 'origin', 'modeltree'), r.revision
                from staged s
                cross join (select coalesce(max(position), 0) as last from capability) c
                cross join catalog_revision r
                where s.type = 'capability' and s.doc is not null
                on conflict on constraint capability_pkey do update
                set benchmark_id = excluded.benchmark_id, scale_kind = excluded.scale_kind,
                    scale_floor = excluded.scale_floor, scale_ceiling = excluded.scale_ceiling,
                    label_en = excluded.label_en, label_zh = excluded.label_zh,
                    description_en = excluded.description_en, description_zh = excluded.description_zh,
                    basis_en = excluded.basis_en, basis_zh = excluded.basis_zh, gauge = excluded.gauge,
                    origin = excluded.origin, revision = excluded.revision
                """);
    }
}

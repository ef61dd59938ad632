package org.modeltree.catalog.records;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.changes.RecordType;

/** Record type of benchmarks. */
@ApplicationScoped
class BenchmarkRecordType implements RecordType {

    @Override
    public String type() {
        return "benchmark";
    }

    @Override
    public int position() {
        return 20;
    }

    @Override
    public List<String> faults() {
        return List.of("""
                select s.line, '', 'the benchmark ' || s.key || ' has measurements, for example of ' || w.model_id
                           || '; delete them first'
                from staged s
                cross join lateral (
                    select m.model_id from measurement m where m.benchmark_id = s.key order by m.model_id limit 1) w
                where s.type = 'benchmark' and s.doc is null
                """, """
                select s.line, '/unit', 'must not be percent while a measurement is above 100, for example that of '
                           || w.model_id
                from staged s
                join benchmark b on b.id = s.key and b.unit <> 'percent'
                cross join lateral (
                    select m.model_id from measurement m
                    where m.benchmark_id = s.key and m.raw > 100
                      and not exists (
                          select 1 from staged r
                          where r.type = 'measurement' and r.key = m.model_id || ' ' || m.slug)
                    order by m.model_id limit 1) w
                where s.type = 'benchmark' and s.doc ->> 'unit' = 'percent'
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from benchmark b using staged s where s.type = 'benchmark' and s.doc is null and b.id = s.key
                """);
    }

    @Override
    public List<String> merges() {
        return List.of("""
                insert into benchmark (id, label, unit, url, origin, revision)
                select s.key, s.doc ->> 'label', s.doc ->> 'unit', s.doc ->> 'url',
                       coalesce(s.doc ->> 'origin', 'modeltree'), r.revision
                from staged s cross join catalog_revision r where s.type = 'benchmark' and s.doc is not null
                on conflict on constraint benchmark_pkey do update
                set label = excluded.label, unit = excluded.unit, url = excluded.url, origin = excluded.origin,
                    revision = excluded.revision
                """);
    }
}

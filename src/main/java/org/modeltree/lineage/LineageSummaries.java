package org.modeltree.lineage;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeltree.catalog.ModelColumn;
import org.modeltree.catalog.ModelView;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.Sql;

/** Contributes the lineage summary to the facts of a model; also reads those of several models. */
@ApplicationScoped
@UsesSql("a recursive query")
class LineageSummaries implements ModelColumn<LineageSummary> {

    /** SQL of a {@link LineageSummary} as JSON. */
    private static final String SUMMARY = """
            (with recursive walk (id, distance, up) as (
                select m.id, 0, d.up from (values (true), (false)) d (up)
                union
                select n.id, w.distance + 1, w.up from walk w %s
                where w.distance < %d
             )
             select json_build_object(
                'parents', (
                    select coalesce(json_agg(json_build_object(
                               'id', p.id, 'name', p.name, 'relation', e.relation, 'method', e.method)
                           order by p.release_date nulls last, p.id), '[]')
                    from lineage_edge e join model p on p.id = e.parent_id where e.child_id = m.id),
                'children', (
                    select coalesce(json_agg(json_build_object(
                               'id', c.id, 'name', c.name, 'relation', e.relation, 'method', e.method)
                           order by c.release_date nulls last, c.id), '[]')
                    from lineage_edge e join model c on c.id = e.child_id where e.parent_id = m.id),
                'ancestors', count(distinct w.id) filter (where w.up),
                'descendants', count(distinct w.id) filter (where not w.up))
             from walk w where w.distance > 0)""".formatted(Edges.STEP, LineageService.MAX_DEPTH);

    private final Sql sql;

    LineageSummaries(Sql sql) {
        this.sql = sql;
    }

    @Override
    public String name() {
        return "lineage";
    }

    @Override
    public TypeReference<LineageSummary> type() {
        return new TypeReference<>() {};
    }

    @Override
    public String json() {
        return SUMMARY;
    }

    @Override
    public List<Part> parts(ModelView model, LineageSummary value) {
        List<Part> parts = new ArrayList<>();
        // Without relatives, only an edge of the model itself can give it some.
        parts.add(value.ancestors() + value.descendants() == 0 ? Part.edgesOf(model.id()) : Part.every("edge"));
        Stream.concat(value.parents().stream(), value.children().stream())
                .forEach(relative -> parts.add(Part.nameOf(relative.id())));
        return parts;
    }

    private record Summary(String modelId, String json) {}

    /** Summaries as JSON text, by model id. */
    Map<String, String> summaries(Collection<String> modelIds) {
        Map<String, String> summaries = new HashMap<>();
        sql.byKey(
                        "select m.id, cast(" + SUMMARY + " as text) as lineage\nfrom model m where m.id"
                                + Sql.anyOf("ids"),
                        Summary.class)
                .with("ids", modelIds.toArray(String[]::new))
                .list()
                .forEach(summary -> summaries.put(summary.modelId(), summary.json()));
        return summaries;
    }
}

package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A model was released before its parent. */
@Singleton
class ParentAfterChild extends Rule {

    private static final PartialDateSql CHILD = PartialDateSql.of("m.release");
    private static final PartialDateSql PARENT = PartialDateSql.of("p.release");

    ParentAfterChild() {
        super(
                "parent_after_child",
                Severity.ERROR,
                "The model was certainly released before its parent. Variants are excluded because they can be "
                        + "released in any order.",
                """
                select e.child_id as model, 'parents/' || e.parent_id as fact,
                       json_build_object(
                           'relation', e.relation, 'releaseDate', %s, 'parent', e.parent_id, 'parentReleaseDate', %s) as evidence
                from scope m
                join lineage_edge e on e.child_id = m.id
                join model p on p.id = e.parent_id
                where e.relation <> 'variant' and %s
                """.formatted(CHILD.json(), PARENT.json(), CHILD.before(PARENT)));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The release date " + evidence.date("releaseDate") + " is before " + evidence.date("parentReleaseDate")
                + ", that of its parent " + evidence.text("parent") + " (" + evidence.text("relation") + ").";
    }
}

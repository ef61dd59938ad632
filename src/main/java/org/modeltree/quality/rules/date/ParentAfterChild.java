package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A model was made from one that was not there yet. */
@Singleton
class ParentAfterChild extends Rule {

    private static final PartialDateSql CHILD = PartialDateSql.of("m.release");
    private static final PartialDateSql PARENT = PartialDateSql.of("p.release");

    ParentAfterChild() {
        super(
                "parent_after_child",
                Severity.ERROR,
                "The model was certainly released before the one it was made from or follows. "
                        + "Variants are left out: they come in any order.",
                """
                select e.child_id as model, 'parents/' || e.parent_id as fact,
                       json_build_object(
                           'relation', e.relation, 'releaseDate', %s, 'parent', e.parent_id, 'parentReleaseDate', %s) as grounds
                from scope m
                join lineage_edge e on e.child_id = m.id
                join model p on p.id = e.parent_id
                where e.relation <> 'variant' and %s
                """.formatted(CHILD.json(), PARENT.json(), CHILD.before(PARENT)));
    }

    @Override
    public String detail(Evidence grounds) {
        return "The model was released in " + grounds.date("releaseDate") + ", before " + grounds.text("parent")
                + ", its parent by " + grounds.text("relation") + ", in " + grounds.date("parentReleaseDate") + ".";
    }
}

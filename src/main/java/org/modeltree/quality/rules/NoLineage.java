package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A model is not connected to the rest of its family. */
@Singleton
class NoLineage extends Rule {

    NoLineage() {
        super(
                "no_lineage",
                Severity.INFO,
                "The model has neither parents nor children, although its vendor has other models of the same family.",
                """
                select m.id as model, 'lineage' as fact,
                       json_build_object(
                           'family', m.family,
                           'sibling', (select min(s.id) from model s
                                       where s.vendor_id = m.vendor_id and s.family = m.family and s.id <> m.id)) as evidence
                from scope m
                where m.family is not null
                  and not exists (select 1 from lineage_edge e where e.child_id = m.id)
                  and not exists (select 1 from lineage_edge e where e.parent_id = m.id)
                  and exists (select 1 from model s where s.vendor_id = m.vendor_id and s.family = m.family and s.id <> m.id)
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The model has no parent or child, although its family " + evidence.text("family")
                + " has other models, such as " + evidence.text("sibling") + ".";
    }
}

package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** An edge cites a catalog that holds no lineage. */
@Singleton
class EdgeSourceWithoutLineage extends Rule {

    EdgeSourceWithoutLineage() {
        super(
                "edge_source_without_lineage",
                Severity.WARNING,
                "The source of an edge is models.dev, OpenRouter or LiteLLM. These catalogs do not say which model derives "
                        + "from which.",
                """
                select e.child_id as model, 'parents/' || e.parent_id as fact,
                       json_build_object('parent', e.parent_id, 'relation', e.relation, 'source', e.source) as evidence
                from scope m
                join lineage_edge e on e.child_id = m.id
                -- Cheap first filter: the names anywhere in the address.
                where lower(e.source) like any (array['%models.dev%', '%openrouter.ai%', '%litellm%'])
                  and e.source ~* '^https?://(([a-z0-9-]+\\.)*(models\\.dev|openrouter\\.ai|litellm\\.ai)([/?#]|$)'
                        '|[a-z.]*github(usercontent)?\\.com/(BerriAI/litellm|anomalyco/models\\.dev|sst/models\\.dev)([/?#]|$))'
                """);
    }

    @Override
    public String detail(Evidence evidence) {
        return "The edge to " + evidence.text("parent") + " cites " + evidence.text("source")
                + ", which has no lineage.";
    }
}

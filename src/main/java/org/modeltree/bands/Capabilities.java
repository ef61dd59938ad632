package org.modeltree.bands;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.Condition;
import org.modeltree.catalog.ModelCriterion;
import org.modeltree.catalog.ModelFilter;
import org.modeltree.catalog.SortKey;
import org.modeltree.catalog.SortKeys;
import org.modeltree.http.Problem;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;

/** Reads capabilities, and lets models be filtered and sorted by their scores. */
@ApplicationScoped
class Capabilities implements PanacheRepositoryBase<Capability, String>, ModelCriterion, SortKeys {

    private static final String SORT_PREFIX = "score.";

    /** All of them, in the catalog's order. */
    List<Capability> inOrder() {
        return listAll(Sort.by("position").and("id"));
    }

    /** The fields of all of them, in the catalog's order. */
    List<Field> fields() {
        return getEntityManager()
                .createQuery(
                        "select c, t from Capability c join CapabilityTally t on t.id = c.id order by c.position, c.id",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row -> new Field((Capability) row[0], ((CapabilityTally) row[1]).tally()))
                .toList();
    }

    @Override
    public Optional<Condition> of(ModelFilter filter) {
        if (filter.capability() == null) {
            return Optional.empty();
        }
        Capability capability = findByIdOptional(filter.capability())
                .orElseThrow(() -> new Problem.InvalidParameter(
                        "capability",
                        "must be one, and only one, of "
                                + String.join(
                                        ", ", inOrder().stream().map(c -> c.id).toList())));
        Scale scale = capability.scale();
        Score least = new Score(
                filter.scoreMin() == null ? Score.MIN : filter.scoreMin().doubleValue());
        return Optional.of(new Condition(
                "exists (select 1 from measurement w where w.model_id = m.id and w.benchmark_id = :scored and w.counting"
                        + " and w.raw " + (scale.lowerIsBetter() ? "<=" : ">=") + " :worstRaw)",
                Map.of("scored", capability.benchmarkId, "worstRaw", scale.worstRawScoring(least)),
                false));
    }

    @Override
    public Optional<SortKey> find(String name) {
        return name.startsWith(SORT_PREFIX)
                ? findByIdOptional(name.substring(SORT_PREFIX.length())).map(Capabilities::byScore)
                : Optional.empty();
    }

    /** Raw values cut at the ends of the scale are ordered as the scores are, those that tie included. */
    private static SortKey byScore(Capability capability) {
        double least = Math.min(capability.scaleFloor, capability.scaleCeiling);
        double greatest = Math.max(capability.scaleFloor, capability.scaleCeiling);
        // Capability ids are letters, digits and hyphens, so they can stand in SQL once the hyphens are gone.
        String alias = "score_" + capability.id.replace('-', '_');
        return SortKey.measured(
                alias,
                new SortKey.Measured(capability.benchmarkId, least, greatest),
                capability.scale().lowerIsBetter());
    }
}

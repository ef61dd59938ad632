package org.modeltree.bands.capability;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.query.ModelCriterion;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Problem;
import org.modeltree.scoring.Scale;
import org.modeltree.scoring.Score;

/** Repository of capabilities; contributes the filter by score to the list of models. */
@ApplicationScoped
class Capabilities implements PanacheRepositoryBase<CapabilityRow, String>, ModelCriterion {

    /** A capability with the tally of its benchmark. */
    record Row(CapabilityRow capability, CapabilityTally tally) {}

    /** All capabilities, in catalog order. */
    List<Capability> inOrder() {
        return listAll(Sort.by("position").and("id")).stream()
                .map(CapabilityRow::toCapability)
                .toList();
    }

    /** The standings of all capabilities, in catalog order. */
    List<CapabilityStanding> standings() {
        return getEntityManager()
                .createQuery(
                        "select c, t from CapabilityRow c join CapabilityTally t on t.id = c.id order by c.position, c.id",
                        Row.class)
                .getResultList()
                .stream()
                .map(row -> new CapabilityStanding(
                        row.capability().toCapability(), row.tally().tally()))
                .toList();
    }

    @Override
    public Optional<SqlCondition> of(ModelFilter filter) {
        if (filter.capability() == null) {
            return Optional.empty();
        }
        Capability capability = findByIdOptional(filter.capability())
                .map(CapabilityRow::toCapability)
                .orElseThrow(() -> unknown(filter.capability()));
        Scale scale = capability.scale();
        Score minimum = new Score(
                filter.scoreMin() == null ? Score.MIN : filter.scoreMin().doubleValue());
        return Optional.of(new SqlCondition(
                "exists (select 1 from measurement w where w.model_id = m.id and w.benchmark_id = :scored and w.counting"
                        + " and w.raw " + (scale.lowerIsBetter() ? "<=" : ">=") + " :worstRaw)",
                Map.of("scored", capability.benchmarkId(), "worstRaw", scale.worstRawScoring(minimum)),
                false));
    }

    private Problem unknown(String capability) {
        List<String> ids = inOrder().stream().map(Capability::id).toList();
        return new Problem.InvalidParameter(
                "capability", "must be exactly one of " + String.join(", ", ids), DidYouMean.similar(capability, ids));
    }
}

package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** The successor of a model is retired. */
@Singleton
class SuccessorRetired extends DatedRule {

    private static final PartialDateSql RETIRED = PartialDateSql.of("s.retired");

    SuccessorRetired(Clock clock) {
        super(clock, "successor_retired", Severity.WARNING, "The model’s successor is itself retired.", """
                select m.id as model, 'successor' as fact,
                       json_build_object('successor', s.id, 'lifecycle', s.lifecycle, 'retiredDate', %s, 'successorOfSuccessor', s.successor_id)
                           as evidence
                from scope m
                join model s on s.id = m.successor_id
                where s.lifecycle = 'retired' or %s
                """.formatted(
                        RETIRED.json(), RETIRED.reached()));
    }

    @Override
    public String detail(Evidence evidence) {
        String next = evidence.has("successorOfSuccessor")
                ? "; its own successor is " + evidence.text("successorOfSuccessor")
                : "";
        return "The successor " + evidence.text("successor") + " is retired" + next + ".";
    }
}

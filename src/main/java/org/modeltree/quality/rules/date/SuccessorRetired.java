package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The successor of a model is retired. */
@Singleton
class SuccessorRetired extends Rule {

    private static final PartialDateSql RETIRED = PartialDateSql.of("s.retired");

    private final Clock clock;

    SuccessorRetired(Clock clock) {
        super("successor_retired", Severity.WARNING, "The model’s successor is itself retired.", """
                select m.id as model, 'successor' as fact,
                       json_build_object('successor', s.id, 'lifecycle', s.lifecycle, 'retiredDate', %s, 'successorOfSuccessor', s.successor_id)
                           as evidence
                from scope m
                join model s on s.id = m.successor_id
                where s.lifecycle = 'retired' or %s
                """.formatted(
                        RETIRED.json(), RETIRED.reached()));
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence evidence) {
        String next = evidence.has("successorOfSuccessor")
                ? "; its own successor is " + evidence.text("successorOfSuccessor")
                : "";
        return "The successor " + evidence.text("successor") + " is retired" + next + ".";
    }
}

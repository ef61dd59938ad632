package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** A released model has a release date in the future. */
@Singleton
class ReleasedInFuture extends DatedRule {
    ReleasedInFuture(Clock clock) {
        super(
                clock,
                "released_in_future",
                Severity.ERROR,
                "The lifecycle says that the model has been released, but its release date is certainly in the future.",
                """
                select m.id as model, 'releaseDate' as fact,
                       json_build_object('lifecycle', m.lifecycle, 'releaseDate', %s) as evidence
                from scope m
                where m.lifecycle in ('released', 'deprecated', 'retired') and m.release_date > :today
                """.formatted(PartialDateSql.of("m.release").json()));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The lifecycle is " + evidence.text("lifecycle") + ", but the release date "
                + evidence.date("releaseDate") + " is in the future.";
    }
}

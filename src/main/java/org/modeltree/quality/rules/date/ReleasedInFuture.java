package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A released model has a release date in the future. */
@Singleton
class ReleasedInFuture extends Rule {
    private final Clock clock;

    ReleasedInFuture(Clock clock) {
        super(
                "released_in_future",
                Severity.ERROR,
                "The lifecycle says that the model has been released, but its release date is certainly in the future.",
                """
                select m.id as model, 'releaseDate' as fact,
                       json_build_object('lifecycle', m.lifecycle, 'releaseDate', %s) as evidence
                from scope m
                where m.lifecycle in ('released', 'deprecated', 'retired') and m.release_date > :today
                """.formatted(PartialDateSql.of("m.release").json()));
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The lifecycle is " + evidence.text("lifecycle") + ", but the release date "
                + evidence.date("releaseDate") + " is in the future.";
    }
}

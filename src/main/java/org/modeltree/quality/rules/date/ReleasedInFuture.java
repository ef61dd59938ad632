package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A model is out before it comes out. */
@Singleton
class ReleasedInFuture extends Rule {
    private final Clock clock;

    ReleasedInFuture(Clock clock) {
        super(
                "released_in_future",
                Severity.ERROR,
                "The model is said to be released, or past that, and its release date is certainly " + "still to come.",
                """
                select m.id as model, 'releaseDate' as fact,
                       json_build_object('lifecycle', m.lifecycle, 'releaseDate', %s, 'today', cast(:today as date)) as grounds
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
    public String detail(Evidence grounds) {
        return "The model is said to be " + grounds.text("lifecycle") + ", and to be released only on "
                + grounds.date("releaseDate") + ".";
    }
}

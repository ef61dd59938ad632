package org.modeltree.quality.rules.offering;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Severity;

/** A retired model is still offered by its publisher. */
@Singleton
class RetiredButOfferedByPublisher extends DatedRule {

    RetiredButOfferedByPublisher(Clock clock) {
        super(
                clock,
                "retired_but_offered_by_publisher",
                Severity.ERROR,
                "The model is retired, but its publisher has offerings that have not ended and whose prices, if any, still "
                        + "apply. One of the two is out of date.",
                RetiredButOffered.query(CurrentSql.BY_PUBLISHER));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The model is retired, but "
                + evidence.count("offerings", "offering of its publisher has", "offerings of its publisher have")
                + " not ended, for example " + evidence.text("first") + ".";
    }
}

package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** A model knows of things that came after it. */
@Singleton
class CutoffAfterRelease extends Rule {

    private static final PartialDateSql CUTOFF = PartialDateSql.of("m.cutoff");
    private static final PartialDateSql RELEASE = PartialDateSql.of("m.release");

    CutoffAfterRelease() {
        super(
                "cutoff_after_release",
                Severity.ERROR,
                "The knowledge cut-off is certainly after the release: no model has read what was "
                        + "written after it came out.",
                """
                select m.id as model, 'knowledgeCutoff' as fact,
                       json_build_object('knowledgeCutoff', %s, 'releaseDate', %s) as grounds
                from scope m
                where %s
                """.formatted(CUTOFF.json(), RELEASE.json(), RELEASE.before(CUTOFF)));
    }

    @Override
    public String detail(Evidence grounds) {
        return "The knowledge cut-off " + grounds.date("knowledgeCutoff") + " is after the release "
                + grounds.date("releaseDate") + ".";
    }
}

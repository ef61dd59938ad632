package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The knowledge cut-off of a model is after its release. */
@Singleton
class CutoffAfterRelease extends Rule {

    private static final PartialDateSql CUTOFF = PartialDateSql.of("m.cutoff");
    private static final PartialDateSql RELEASE = PartialDateSql.of("m.release");

    CutoffAfterRelease() {
        super(
                "cutoff_after_release",
                Severity.ERROR,
                "The knowledge cut-off is certainly after the release date. A model cannot know what was written "
                        + "after its release.",
                """
                select m.id as model, 'knowledgeCutoff' as fact,
                       json_build_object('knowledgeCutoff', %s, 'releaseDate', %s) as evidence
                from scope m
                where %s
                """.formatted(CUTOFF.json(), RELEASE.json(), RELEASE.before(CUTOFF)));
    }

    @Override
    public String detail(Evidence evidence) {
        return "The knowledge cut-off " + evidence.date("knowledgeCutoff") + " is after the release date "
                + evidence.date("releaseDate") + ".";
    }
}

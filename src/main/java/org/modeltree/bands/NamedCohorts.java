package org.modeltree.bands;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.ReleaseWindow;
import org.modeltree.bands.standing.Standings;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.Traits;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.dependency.Part;

/** Windows of the cohorts that have a name. */
@ApplicationScoped
class NamedCohorts {

    private final Standings standings;
    private final ModelIds ids;
    private final ModelService models;

    NamedCohorts(Standings standings, ModelIds ids, ModelService models) {
        this.standings = standings;
        this.ids = ids;
        this.models = models;
    }

    /**
     * The name in a parameter {@code cohort}, whose model may not exist; {@code all} for null.
     *
     * @throws Problem.InvalidParameter if it is no name of a cohort
     */
    static String name(String cohort) {
        if (cohort == null) {
            return Cohort.ALL;
        }
        if (cohort.startsWith(Cohort.AT_RELEASE)) {
            String model = cohort.substring(Cohort.AT_RELEASE.length());
            if (model.isBlank()) {
                throw new Problem.InvalidParameter(
                        "cohort", "must name a model after `atRelease:`, such as atRelease:openai/gpt-4");
            }
            Parameters.text("cohort", model, Parameters.ID_LENGTH);
        } else if (!cohort.equals(Cohort.ALL) && !cohort.equals(Cohort.CURRENT)) {
            throw new Problem.InvalidParameter(
                    "cohort", "must be all, current or atRelease:{vendor}/{slug}, was " + Parameters.quoted(cohort));
        }
        return cohort;
    }

    /**
     * The cohort with the window that its name stands for.
     *
     * @throws Problem.NotFound if it names a model that does not exist
     * @throws Problem.InvalidParameter if it names a model without a release date
     */
    Cohort inWindow(Cohort named) {
        if (named.name().equals(Cohort.CURRENT)) {
            return named.in(Cohort.CURRENT, ReleaseWindow.endingOn(today(named)));
        }
        if (named.name().equals(Cohort.ALL)) {
            return named;
        }
        String id = ids.required(model(named)).get(0);
        PartialDate released = models.views(List.of(id), Language.EN).get(0).releaseDate();
        if (released == null) {
            throw new Problem.InvalidParameter("cohort", "must name a model with a release date; " + id + " has none");
        }
        return named.in(Cohort.AT_RELEASE + id, ReleaseWindow.endingOn(released.firstDay()));
    }

    /** The id in the name of a cohort. */
    private static List<String> model(Cohort named) {
        return List.of(named.name().substring(Cohort.AT_RELEASE.length()));
    }

    /** The parts of the catalog on which it depends which models are in a cohort, as it was named. */
    List<Part> parts(Cohort named) {
        List<Part> parts = new ArrayList<>();
        // Tallies without a filter, and by release dates and modalities, say themselves when they change.
        if (!named.traits().equals(Traits.ANY)) {
            parts.addAll(named.traits().parts());
            // Two models with different traits can exchange their values, which moves no other tally.
            parts.addAll(ModelFilter.partsOfMeasurements());
            // Or their release dates or modalities, by which windows and periods select.
            parts.addAll(List.of(Part.key("releaseDate"), Part.key("modalities")));
        }
        if (named.name().startsWith(Cohort.AT_RELEASE)) {
            // The model of the name, which may be an alias.
            parts.addAll(List.of(Part.members(), Part.key("aliases"), Part.key("releaseDate")));
            parts.addAll(ids.partsOf(model(named)));
        }
        return parts;
    }

    /** The day that a cohort is asked for: its {@code asOf}, or the current day in UTC. */
    LocalDate today(Cohort cohort) {
        return cohort.asOf() == null ? standings.today() : cohort.asOf();
    }
}

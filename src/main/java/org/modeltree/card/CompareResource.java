package org.modeltree.card;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;

/** {@code /api/v1/compare}. */
@Path(CompareResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class CompareResource {

    static final String PATH = "/api/v1/compare";

    private static final int MAX_COMPARED = 10;

    private final CompareService comparisons;
    private final CurrentRequest request;

    CompareResource(CompareService comparisons, CurrentRequest request) {
        this.comparisons = comparisons;
        this.request = request;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(PATH, Set.of("ids"), asked -> MemoryReads.Made.of(compare(asked.parameter("ids"), asked.language())));
    }

    @GET
    public CompareView compare(@RestQuery String ids) {
        return compare(ids, request.language());
    }

    private CompareView compare(String ids, Language language) {
        List<String> given = Parameters.required(
                "ids", ids, value -> Parameters.list("ids", value, MAX_COMPARED, Parameters.ID_LENGTH));
        if (given.size() < 2 || given.size() < ids.split(",", -1).length) {
            throw new Problem.InvalidParameter("ids", "must name 2 to 10 different models");
        }
        return comparisons.compare(given, language);
    }
}

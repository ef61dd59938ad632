package org.modeltree.lineage;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/models/{vendor}/{slug}/lineage}. */
@Path(LineageResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class LineageResource {

    static final String PATH = "/api/v1/models/{vendor}/{slug}/lineage";

    /** Default number of models. Each level is sorted completely before it is cut, so that more take long in large families. */
    private static final int DEFAULT_LIMIT = 1_000;

    private static final String ANCESTORS = "ancestors";
    private static final String DESCENDANTS = "descendants";
    private static final List<String> BOTH = List.of(ANCESTORS, DESCENDANTS);

    private final LineageService lineage;

    LineageResource(LineageService lineage) {
        this.lineage = lineage;
    }

    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(
                PATH,
                Set.of("direction", "depth", "limit"),
                asked -> MemoryReads.Made.of(lineage(
                        asked.id(), asked.parameter("direction"), asked.parameter("depth"), asked.parameter("limit"))));
    }

    @GET
    public LineageView lineage(
            @RestPath String vendor,
            @RestPath String slug,
            @RestQuery String direction,
            @RestQuery String depth,
            @RestQuery String limit) {
        return lineage(vendor + "/" + slug, direction, depth, limit);
    }

    private LineageView lineage(String id, String direction, String depth, String limit) {
        List<String> requested = Parameters.listOf("direction", direction, BOTH);
        List<String> directions = requested == null ? BOTH : requested;
        return lineage.lineageOf(
                id,
                directions.contains(ANCESTORS),
                directions.contains(DESCENDANTS),
                depth("depth", depth, 1),
                limit("limit", limit, DEFAULT_LIMIT));
    }

    static int depth(String name, String value, int min) {
        Long depth = Parameters.integer(name, value, min, LineageService.MAX_DEPTH);
        return depth == null ? LineageService.MAX_DEPTH : depth.intValue();
    }

    static int limit(String name, String value, int defaultLimit) {
        Long limit = Parameters.integer(name, value, 1, TreeService.MAX_LIMIT);
        return limit == null ? defaultLimit : limit.intValue();
    }
}

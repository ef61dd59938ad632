package org.modeltree.lineage;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.Parameters;

/** {@code /api/v1/models/{vendor}/{slug}/lineage} and {@code /api/v1/tree}. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
class LineageResource {

    private static final String ANCESTORS = "ancestors";
    private static final String DESCENDANTS = "descendants";
    private static final List<String> BOTH = List.of(ANCESTORS, DESCENDANTS);

    private final LineageService lineage;
    private final TreeService trees;
    private final CurrentRequest request;

    LineageResource(LineageService lineage, TreeService trees, CurrentRequest request) {
        this.lineage = lineage;
        this.trees = trees;
        this.request = request;
    }

    @GET
    @Path("models/{vendor}/{slug}/lineage")
    public LineageView lineage(
            @RestPath String vendor, @RestPath String slug, @RestQuery String direction, @RestQuery String depth) {
        List<String> asked = Parameters.listOf("direction", direction, BOTH);
        List<String> directions = asked == null ? BOTH : asked;
        return lineage.lineageOf(
                        vendor + "/" + slug,
                        directions.contains(ANCESTORS),
                        directions.contains(DESCENDANTS),
                        depth("depth", depth, 1))
                .answer(request);
    }

    @GET
    @Path("tree")
    public TreeView tree(@RestQuery String root, @RestQuery String depth, @RestQuery String vendor) {
        List<String> given = Parameters.list("vendor", vendor, 50, 100);
        List<String> vendors = given == null
                ? null
                : given.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
        String from = Parameters.text("root", root, Parameters.ID_LENGTH);
        int levels = depth("depth", depth, 0);
        return from == null ? trees.tree(vendors, levels) : trees.treeBelow(from, vendors, levels);
    }

    private static int depth(String name, String value, int least) {
        Long depth = Parameters.whole(name, value, least, LineageService.GREATEST_DEPTH);
        return depth == null ? LineageService.GREATEST_DEPTH : depth.intValue();
    }
}

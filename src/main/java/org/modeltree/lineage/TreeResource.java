package org.modeltree.lineage;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/tree}. */
@Path("/api/v1/tree")
@Produces(MediaType.APPLICATION_JSON)
class TreeResource {

    /** More nodes than this hardly anybody draws. */
    private static final int DEFAULT_LIMIT = 2_000;

    private final TreeService trees;

    TreeResource(TreeService trees) {
        this.trees = trees;
    }

    @GET
    public TreeView tree(
            @RestQuery String root, @RestQuery String depth, @RestQuery String vendor, @RestQuery String limit) {
        List<String> given = Parameters.list("vendor", vendor, 50, 100);
        List<String> vendors = given == null
                ? null
                : given.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
        String from = Parameters.text("root", root, Parameters.ID_LENGTH);
        int levels = LineageResource.depth("depth", depth, 0);
        int most = LineageResource.limit("limit", limit, DEFAULT_LIMIT);
        return from == null ? trees.tree(vendors, levels, most) : trees.treeBelow(from, vendors, levels, most);
    }
}

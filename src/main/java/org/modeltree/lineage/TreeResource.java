package org.modeltree.lineage;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.problem.Parameters;

/** {@code /api/v1/tree}, and the same as columns. */
@Path("/api/v1/tree")
@Produces(MediaType.APPLICATION_JSON)
class TreeResource {

    /** Default number of nodes; clients rarely draw more. */
    private static final int DEFAULT_LIMIT = 2_000;

    private static final int DEFAULT_COLUMNS = 10_000;

    private final TreeService trees;

    TreeResource(TreeService trees) {
        this.trees = trees;
    }

    @GET
    public TreeView tree(
            @RestQuery String root, @RestQuery String depth, @RestQuery String vendor, @RestQuery String limit) {
        return read(root, depth, vendor, LineageResource.limit("limit", limit, DEFAULT_LIMIT));
    }

    /** The same tree in less space, and up to more models. */
    @GET
    @Path("columns")
    public TreeColumns columns(
            @RestQuery String root, @RestQuery String depth, @RestQuery String vendor, @RestQuery String limit) {
        Long models = Parameters.integer("limit", limit, 1, TreeService.MAX_COLUMNS);
        return TreeColumns.of(read(root, depth, vendor, models == null ? DEFAULT_COLUMNS : models.intValue()));
    }

    private TreeView read(String root, String depth, String vendor, int maxNodes) {
        List<String> requested = Parameters.list("vendor", vendor, 50, 100);
        List<String> vendors = requested == null
                ? null
                : requested.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
        String rootId = Parameters.text("root", root, Parameters.ID_LENGTH);
        int maxDepth = LineageResource.depth("depth", depth, 0);
        return rootId == null
                ? trees.tree(vendors, maxDepth, maxNodes)
                : trees.treeBelow(rootId, vendors, maxDepth, maxNodes);
    }
}

package org.modeltree.lineage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.catalog.ModelIds;
import org.modeltree.catalog.records.DeletionGuard;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Problem;

/** Writes the parents of models. */
@ApplicationScoped
class ParentService implements DeletionGuard {

    private final ChangeService changes;
    private final ModelIds ids;
    private final Edges edges;

    ParentService(ChangeService changes, ModelIds ids, Edges edges) {
        this.changes = changes;
        this.ids = ids;
        this.edges = edges;
    }

    /** Creates or replaces the edge from a parent to a child. */
    WriteResult put(WriteRequest request, String child, String parent) {
        WriteTarget target = target(child, parent);
        return changes.put(request, target, modelExists -> {
            if (!modelExists) {
                ids.requireToWrite(child, rest(parent));
            }
            if (target.identity().get("parent").equals(child)) {
                throw new Problem.InvalidParameter("parentSlug", "must not make the model its own parent");
            }
        });
    }

    /** Deletes the edge from a parent to a child. */
    WriteResult delete(WriteRequest request, String child, String parent) {
        return changes.delete(
                request, target(child, parent), WriteCheck.ofModel(() -> ids.requireAt(child, rest(parent))));
    }

    /** Moves the children of the deleted model to its replacement; relations and methods stay. */
    @Override
    public List<RelatedChange> before(String modelId, String replacementId) {
        List<RelatedChange> related = new ArrayList<>();
        if (replacementId == null) {
            return related;
        }
        // Asked once, because other writers wait meanwhile.
        Set<String> alreadyMoved = edges.childrenOfBoth(modelId, replacementId);
        for (Edges.ChildEdge edge : edges.childrenOf(modelId)) {
            related.add(new RelatedChange(LineageEdgeRecordType.TYPE, edge.child() + " " + modelId, null));
            // An existing edge to the replacement stays as it is, and the replacement must not become its own child.
            if (!edge.child().equals(replacementId) && !alreadyMoved.contains(edge.child())) {
                ObjectNode document = JsonNodeFactory.instance.objectNode();
                document.put("type", LineageEdgeRecordType.TYPE)
                        .put("child", edge.child())
                        .put("parent", replacementId)
                        .put("relation", edge.relation());
                if (edge.method() != null) {
                    document.put("method", edge.method());
                }
                related.add(
                        new RelatedChange(LineageEdgeRecordType.TYPE, edge.child() + " " + replacementId, document));
            }
        }
        return related;
    }

    private static String rest(String parent) {
        return "/parents/" + parent;
    }

    private WriteTarget target(String child, String parent) {
        String canonical = ids.canonical(parent).orElse(parent);
        return new WriteTarget(
                LineageEdgeRecordType.TYPE,
                child + " " + canonical,
                child,
                Map.of("child", child, "parent", canonical),
                "/api/v1/models/" + child + "/parents/" + canonical);
    }
}

package org.modeltree.lineage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.DeletionGuard;
import org.modeltree.catalog.ModelIds;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.RelatedChange;
import org.modeltree.changes.WriteTarget;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;

/** Writes which model came from which. */
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

    /** Says that one model came from another, or how. */
    WriteResult put(WriteRequest request, String child, String parent) {
        return changes.put(request, subject(child, parent), () -> require(child, parent));
    }

    /** Says that one model did not come from another. */
    WriteResult delete(WriteRequest request, String child, String parent) {
        return changes.delete(request, subject(child, parent), () -> require(child, parent));
    }

    /** Gives the children of a model that goes to its heir, each with the relation that it had. */
    @Override
    public List<RelatedChange> before(String modelId, String heir) {
        List<RelatedChange> drafts = new ArrayList<>();
        if (heir == null) {
            return drafts;
        }
        for (Edges.Descent descent : edges.childrenOf(modelId)) {
            drafts.add(new RelatedChange(LineageEdgeRecordType.TYPE, descent.child() + " " + modelId, null));
            // Who descends from the heir already does so in its own way; and the heir is not its own child.
            if (!descent.child().equals(heir) && !edges.isEdge(descent.child(), heir)) {
                ObjectNode edge = JsonNodeFactory.instance.objectNode();
                edge.put("type", LineageEdgeRecordType.TYPE)
                        .put("child", descent.child())
                        .put("parent", heir)
                        .put("relation", descent.relation());
                if (descent.method() != null) {
                    edge.put("method", descent.method());
                }
                drafts.add(new RelatedChange(LineageEdgeRecordType.TYPE, descent.child() + " " + heir, edge));
            }
        }
        return drafts;
    }

    private void require(String child, String parent) {
        ids.requireAt(child, "/parents/" + parent);
    }

    private WriteTarget subject(String child, String parent) {
        String canonical = ids.canonical(parent).orElse(parent);
        return new WriteTarget(
                LineageEdgeRecordType.TYPE,
                child + " " + canonical,
                child,
                Map.of("child", child, "parent", canonical),
                "/api/v1/models/" + child + "/parents/" + canonical);
    }
}

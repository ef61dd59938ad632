package org.modeltree.catalog.vendor;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Reads and writes vendors. */
@ApplicationScoped
public class VendorService {

    private static final String LIST = "vendors";

    private final Vendors vendors;
    private final ChangeService changes;
    private final AnswerParts parts;

    VendorService(Vendors vendors, ChangeService changes, AnswerParts parts) {
        this.vendors = vendors;
        this.changes = changes;
        this.parts = parts;
    }

    /** A page of vendors by id. */
    @InSnapshot
    public ListView<VendorView> list(PageRequest page, RequestLink link) {
        parts.madeOf(Part.every("vendor"), Part.members(), Part.key("releaseDate"));
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.TEXT);
        String after = cursor == null ? "" : cursor.values().get(0).asText();
        Vendors.Page read = vendors.page(after, page.limit() + 1);
        return ListView.page(
                read.vendors(),
                page,
                link,
                LIST,
                last -> new Cursor(List.of(TextNode.valueOf(last.id()))),
                next -> ListView.Meta.exact(read.total(), next));
    }

    /** One vendor. */
    @InSnapshot
    Versioned<VendorView> one(String id) {
        parts.madeOf(Part.one("vendor", id), Part.members(), Part.key("releaseDate"));
        return vendors.one(id)
                .orElseThrow(() ->
                        new Problem.NotFound("There is no vendor " + Parameters.shown(id) + ".", vendors.similar(id)));
    }

    /** Creates or replaces a vendor. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, target(id));
    }

    /** Applies a merge patch to a vendor. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id));
    }

    private static WriteTarget target(String id) {
        return ChangeService.targetWithoutModel("vendor", id, "/api/v1/vendors/" + id);
    }
}

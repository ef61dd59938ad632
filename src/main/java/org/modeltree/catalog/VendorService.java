package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.Subject;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.Problem;
import org.modeltree.http.RequestLink;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.Written;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Reads and writes vendors. */
@ApplicationScoped
class VendorService {

    private static final String LIST = "vendors";

    private final Vendors vendors;
    private final ChangeService changes;
    private final Snapshot snapshot;

    VendorService(Vendors vendors, ChangeService changes, Snapshot snapshot) {
        this.vendors = vendors;
        this.changes = changes;
        this.snapshot = snapshot;
    }

    /** A page of vendors by id. */
    @InSnapshot
    ListView<VendorView> list(PageRequest page, RequestLink link) {
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, 1);
        String after = cursor == null ? "" : cursor.values().get(0).asText();
        List<VendorView> rows = vendors.page(after, page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<VendorView> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more
                ? link.at(new Cursor(List.of(
                                TextNode.valueOf(shown.get(shown.size() - 1).id())))
                        .encoded(LIST))
                : null;
        return new ListView<>(
                shown,
                new ListView.Meta(vendors.count(), "exact", snapshot.revision().orElseThrow()),
                new ListView.Links(link.self(), next));
    }

    /** One vendor. */
    @InSnapshot
    ModelPart<VendorView> one(String id) {
        return vendors.one(id)
                .orElseThrow(() -> new Problem.NotFound("There is no vendor " + id + ".", vendors.similar(id)));
    }

    /** Creates or replaces one. */
    Written put(WriteRequest request, String id) {
        return changes.put(request, subject(id));
    }

    /** Changes one. */
    Written patch(WriteRequest request, String id) {
        return changes.patch(request, subject(id));
    }

    private static Subject subject(String id) {
        return ChangeService.thing("vendor", id, "/api/v1/vendors/" + id);
    }
}

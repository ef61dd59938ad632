package org.modeltree.catalog;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.Snapshot;

/** Answers what is asked about vendors. */
@ApplicationScoped
@InSnapshot
class VendorService {

    private static final String LIST = "vendors";

    private final Vendors vendors;
    private final Snapshot snapshot;

    VendorService(Vendors vendors, Snapshot snapshot) {
        this.vendors = vendors;
        this.snapshot = snapshot;
    }

    /** A page of vendors by id. */
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
}

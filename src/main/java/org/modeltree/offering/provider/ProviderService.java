package org.modeltree.offering.provider;

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

/** Reads and writes providers. */
@ApplicationScoped
public class ProviderService {

    private static final String LIST = "providers";

    private final Providers providers;
    private final ChangeService changes;
    private final AnswerParts parts;

    ProviderService(Providers providers, ChangeService changes, AnswerParts parts) {
        this.providers = providers;
        this.changes = changes;
        this.parts = parts;
    }

    /** A page of providers by id. */
    @InSnapshot
    public ListView<ProviderView> list(PageRequest page, RequestLink link) {
        // An offering of an unknown provider creates it.
        parts.madeOf(Part.every("provider"), Part.every("offering"));
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.TEXT);
        String after = cursor == null ? "" : cursor.values().get(0).asText();
        Providers.Page read = providers.page(after, page.limit() + 1);
        return ListView.page(
                read.providers(),
                page,
                link,
                LIST,
                last -> new Cursor(List.of(TextNode.valueOf(last.id()))),
                next -> ListView.Meta.exact(read.total(), next));
    }

    /** The ids of all providers, in order. */
    @InSnapshot
    public List<String> ids() {
        return providers.ids();
    }

    /** Whether a provider has this id. */
    @InSnapshot
    public boolean exists(String id) {
        parts.madeOf(Part.one("provider", id), Part.every("offering"));
        return providers.one(id).isPresent();
    }

    /** One provider. */
    @InSnapshot
    public Versioned<ProviderView> one(String id) {
        parts.madeOf(Part.one("provider", id), Part.every("offering"));
        return providers.one(id).orElseThrow(() -> missing(id));
    }

    /** Problem for a provider that does not exist, with similar ids as suggestions. */
    public Problem.NotFound missing(String id) {
        return new Problem.NotFound("There is no provider " + Parameters.shown(id) + ".", providers.similar(id));
    }

    /** Creates or replaces a provider. */
    WriteResult put(WriteRequest request, String id) {
        return changes.put(request, target(id));
    }

    /** Updates a provider. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id));
    }

    private static WriteTarget target(String id) {
        return ChangeService.targetWithoutModel("provider", id, "/api/v1/providers/" + id);
    }
}
